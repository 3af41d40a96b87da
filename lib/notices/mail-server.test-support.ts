import { createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

/** A mail server on a loopback port that takes mail (RFC 5321) and keeps it; recipients and greetings can be refused. */
export async function startMailServer() {
  const mails: { to: string[]; text: string }[] = []
  const state = { refused: new Set<string>(), isAway: false }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    const say = (line: string) => socket.write(`${line}\r\n`)
    if (state.isAway) return void socket.end('421 4.3.2 not now\r\n')
    say('220 ready')
    let [buffer, to, body] = ['', [] as string[], null as string[] | null]
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (buffer + chunk).split('\r\n')
      buffer = lines.pop() ?? ''
      for (const line of lines) {
        if (body) {
          if (line !== '.') body.push(line)
          else {
            mails.push({ to, text: body.join('\r\n') })
            ;[to, body] = [[], null]
            say('250 2.0.0 kept')
          }
        } else if (/^EHLO/i.test(line)) say('250 mail')
        else if (/^RCPT TO:<(.+)>/i.test(line)) {
          const address = /<(.+)>/.exec(line)?.[1] ?? ''
          if (state.refused.has(address)) say('550 5.1.1 unknown')
          else {
            to.push(address)
            say('250 2.1.5 fine')
          }
        } else if (/^DATA/i.test(line)) {
          body = []
          say('354 go on')
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else {
          if (/^RSET/i.test(line)) to = []
          say('250 2.0.0 fine')
        }
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    state,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
