import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

const DROPBOX_HOST = /(^|\.)(dropboxapi\.com|dropbox\.com|dropboxusercontent\.com):443$/

/**
 * A proxy that only knows Dropbox's host names and leads them all to the local server; for clients whose host names
 * cannot be changed. Anything else is refused with 403.
 */
export async function startConnectHelper(port: number, target: number): Promise<{ url: string; close(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((_req, res) => res.writeHead(405).end())
  server.on('connect', (req, client: Socket, head: Buffer) => {
    if (!DROPBOX_HOST.test(req.url ?? '')) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    const upstream = connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      // Small TLS records must not wait for the other side's delayed acknowledgements.
      socket.setNoDelay(true)
      socket.once('close', () => sockets.delete(socket))
      socket.on('error', () => { client.destroy(); upstream.destroy() })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
