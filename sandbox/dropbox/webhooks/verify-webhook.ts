import { randomBytes } from 'node:crypto'

/** Sends the challenge to a webhook URI; true when it comes back bare, with the headers demanded, within 10 s. */
export async function verifyWebhook(uri: string): Promise<boolean> {
  const challenge = randomBytes(18).toString('base64url')
  const url = new URL(uri)
  url.searchParams.set('challenge', challenge)
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(10_000), redirect: 'manual' })
    const plain = (reply.headers.get('content-type') ?? '').startsWith('text/plain') && reply.headers.get('x-content-type-options') === 'nosniff'
    return reply.status === 200 && plain && (await reply.text()) === challenge
  } catch {
    return false
  }
}
