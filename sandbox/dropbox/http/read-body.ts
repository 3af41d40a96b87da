import type { IncomingMessage } from 'node:http'

/** A small request body as text. Throws when it is longer than `limit` bytes. */
export async function readBody(req: IncomingMessage, limit = 16 * 1024 * 1024): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new Error('request body too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
