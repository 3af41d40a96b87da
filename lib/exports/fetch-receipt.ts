import { ContentHasher } from '@/lib/dropbox/content-hash'
import { AppError } from '@/lib/errors'
import type { Source } from '@/lib/sources/source'
import type { UploadItem } from './upload-item'

/** Larger receipts never lie in memory as a whole: they stream through an upload session of their own. */
export const INLINE_BYTES = 8 * 1024 * 1024

export type Fetched =
  | { kind: 'bytes'; bytes: Buffer; contentHash: string }
  | { kind: 'stream'; stream: AsyncIterable<Uint8Array>; size: number }

/** The receipt's bytes, or those of its certified copy, from the source, checked against its declared size and kind while they arrive. @throws AppError with the cause. */
export async function fetchReceipt(source: Source, { row }: UploadItem, signal: AbortSignal): Promise<Fetched> {
  const near = { accountExternalId: row.accountExternalId, emittedAt: row.emittedAt }
  const { size, body } = row.kind === 'certified' ? await source.openCertified(row.receiptExternalId, { signal }) : await source.openReceipt(row.receiptExternalId, { near, signal })
  if (size > INLINE_BYTES) return { kind: 'stream', stream: body, size }
  const chunks: Uint8Array[] = []
  const hasher = new ContentHasher()
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    chunks.push(chunk)
    hasher.update(chunk)
    if (signal.aborted) throw signal.reason
  }
  if (length !== size) throw new AppError('receipt_truncated', `${length} of ${size} bytes`)
  return { kind: 'bytes', bytes: Buffer.concat(chunks, length), contentHash: hasher.digest() }
}
