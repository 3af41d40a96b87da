import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { aDropbox, BUSINESS, PERSONAL } from '../testing/a-dropbox'

const dropbox = await aDropbox()

interface Delivery { body: string; signature: string }
const deliveries: Delivery[] = []
let arrived = (): void => undefined
let answerWith = 200

async function read(req: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of req) body += String(chunk)
  return body
}

const receiver = createServer((req, res) => {
  const challenge = new URL(req.url ?? '/', 'http://x').searchParams.get('challenge')
  if (challenge !== null) {
    const bare = !req.url?.startsWith('/bad')
    res.writeHead(200, bare ? { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' } : {}).end(challenge)
    return
  }
  void read(req).then((body) => {
    deliveries.push({ body, signature: String(req.headers['x-dropbox-signature']) })
    res.writeHead(answerWith).end()
    arrived()
  })
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
afterAll(() => { receiver.closeAllConnections(); receiver.close() })

const next = (): Promise<void> => new Promise((resolve) => { arrived = resolve })

test('a webhook must answer the challenge in the demanded form before it is registered', async () => {
  await expect(dropbox.control('POST', 'apps', { app_key: 'demo-app-key', webhook_uri: `${base}/bad` })).rejects.toThrow('400')
  await expect(dropbox.control('POST', 'apps', { app_key: 'demo-app-key', webhook_uri: 'http://127.0.0.1:1/' })).rejects.toThrow('400')
  await dropbox.control('POST', 'apps', { app_key: 'demo-app-key', webhook_uri: `${base}/hook` })
})

test('a change notifies the app about linked accounts only, signed with its secret; a failed delivery is repeated', async () => {
  const { account_id } = await dropbox.token(PERSONAL)
  await dropbox.control('POST', 'user', { account: BUSINESS, op: 'write', path: '/not-linked.txt', text: 'x' })
  const first = next()
  answerWith = 500
  await dropbox.control('POST', 'user', { account: PERSONAL, op: 'write', path: '/a.txt', text: 'x' })
  await first
  answerWith = 200
  await next()
  expect(deliveries).toHaveLength(2)
  for (const { body, signature } of deliveries) {
    expect(JSON.parse(body)).toMatchObject({ list_folder: { accounts: [account_id] } })
    expect(signature).toBe(createHmac('sha256', 'demo-app-secret').update(body).digest('hex'))
  }
})
