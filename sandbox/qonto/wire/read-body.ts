import type { IncomingMessage } from 'node:http'
import { apiError } from './wire-error'

const LIMIT = 64 << 20

/** The whole body of a request; bodies over 64 MiB are refused with 413. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LIMIT) throw apiError(413, 'too_large', 'the body is larger than 64 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A JSON body; an empty one counts as `{}`. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString('utf8')
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw apiError(400, 'bad_request', 'the body is not JSON')
  }
}

/** A form body of `application/x-www-form-urlencoded` fields. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(request)).toString('utf8'))
}
