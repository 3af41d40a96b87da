import { AppError } from '@/lib/errors'
import { sniffType } from './sniff-type'

const SNIFFED_BYTES = 1024

/** Kinds whose first bytes are known; a file of another declared kind is only refused when it is a web page. */
const KNOWN_TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/tiff', 'image/heic']

/**
 * Passes a file's chunks through unchanged and holds nothing back but the first kilobyte until its kind is known.
 * @throws AppError `receipt_wrong_type` before the first chunk, `receipt_wrong_size` before the first byte beyond `size`,
 *   `receipt_truncated` at an early end or a broken connection.
 */
export async function* verifiedBody(chunks: AsyncIterable<Uint8Array>, declared: { size: number; contentType: string }): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array()
  let received = 0
  for await (const chunk of untilBroken(chunks, () => `${received} of ${declared.size} bytes`)) {
    received += chunk.byteLength
    if (received > declared.size) throw new AppError('receipt_wrong_size', `more than ${declared.size} bytes`)
    if (!head) yield chunk
    else {
      head = head.byteLength === 0 ? chunk : Buffer.concat([head, chunk])
      if (head.byteLength < SNIFFED_BYTES && received < declared.size) continue
      assertType(head, declared.contentType)
      yield head
      head = null
    }
  }
  if (head && received > 0) assertType(head, declared.contentType)
  if (received < declared.size) throw new AppError('receipt_truncated', `${received} of ${declared.size} bytes`)
}

/** People rename files: any known kind of document passes, whatever was declared; what looks like no document does not. */
function assertType(head: Uint8Array, declaredType: string): void {
  if (sniffType(head)) return
  const looksLikePage = /^\s*(<!doctype|<html|<\?xml|\{)/i.test(Buffer.from(head.subarray(0, 256)).toString('latin1').replace(/^ï»¿/, ''))
  if (looksLikePage || KNOWN_TYPES.includes(declaredType)) throw new AppError('receipt_wrong_type', `declared ${declaredType.slice(0, 60)}`)
}

/** Ours and the caller's abort pass; whatever else the stream throws means that the file did not arrive whole. */
async function* untilBroken(chunks: AsyncIterable<Uint8Array>, progress: () => string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of chunks) yield chunk
  } catch (error) {
    if (error instanceof AppError || (error instanceof Error && error.name === 'AbortError')) throw error
    throw new AppError('receipt_truncated', progress(), { cause: error })
  }
}
