import { DropboxResponseError } from './client'

/** What an error reply of Dropbox says, in structured fields only. */
export type Failure = {
  status: number
  /** The error union from outside in: `['path', 'conflict', 'file']`. Empty for replies in plain text. */
  tags: string[]
  /** Seconds, from the header or the body. */
  retryAfter: number | undefined
  /** Where an upload session really stands, with `incorrect_offset`. */
  correctOffset: number | undefined
  userMessage: string | undefined
  requestId: string | undefined
}

const asObject = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null

/** The tags of an error union and the innermost struct that carries fields (facts: nested under the tag's name, or under `reason`). */
export function readTags(error: unknown): { tags: string[]; innermost: Record<string, unknown> } {
  const tags: string[] = []
  let innermost: Record<string, unknown> = {}
  let here = asObject(error)
  while (here && tags.length < 8) {
    innermost = here
    const tag = here['.tag']
    if (typeof tag === 'string') tags.push(tag)
    const next: unknown = (typeof tag === 'string' ? here[tag] : undefined) ?? here.reason
    if (typeof next === 'string') tags.push(next)
    here = asObject(next)
  }
  return { tags, innermost }
}

const seconds = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
}

/** The structured content of an error reply, or null when `thrown` is not a reply of Dropbox. */
export function readFailure(thrown: unknown): Failure | null {
  if (!(thrown instanceof DropboxResponseError)) return null
  const headers: unknown = thrown.headers
  const header = (name: string) => (headers instanceof Headers ? (headers.get(name) ?? undefined) : undefined)
  const body = asObject(thrown.error)
  const { tags, innermost } = readTags(body?.error)
  const userMessage = asObject(body?.user_message)?.text
  return {
    status: thrown.status,
    tags,
    retryAfter: seconds(header('retry-after')) ?? seconds(asObject(body?.error)?.retry_after),
    correctOffset: seconds(innermost.correct_offset),
    userMessage: typeof userMessage === 'string' ? userMessage.slice(0, 500) : undefined,
    requestId: header('x-dropbox-request-id'),
  }
}
