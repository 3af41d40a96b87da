import 'server-only'
import { sourceFor } from '@/lib/sources/source-for'
import { getReceiptRecord } from './get-receipt'

/** Kinds that a browser may show by itself; everything else is offered as a download of plain bytes. */
const SHOWABLE = ['application/pdf', 'image/jpeg', 'image/png', 'image/gif', 'image/webp']

/** `size` in bytes. `body` throws `receipt_*` when the file is not what Qonto declared; read it to its end or leave its loop. */
export type ReceiptContent = { fileName: string; contentType: string; isShowable: boolean; size: number; body: AsyncIterable<Uint8Array> }

/**
 * Streams a receipt's file from the source, for a page or a download. Never a web page or a drawing that can carry scripts:
 * `contentType` is one of a closed list. @throws AppError `not_found`, `qonto_*` or `receipt_*`.
 */
export async function openReceiptContent(organizationId: string, id: string, options: { signal?: AbortSignal } = {}): Promise<ReceiptContent> {
  const record = await getReceiptRecord(organizationId, id)
  const source = await sourceFor(organizationId, options)
  const { size, body } = await source.openReceipt(record.externalId)
  const isShowable = SHOWABLE.includes(record.contentType)
  return { fileName: record.fileName, contentType: isShowable ? record.contentType : 'application/octet-stream', isShowable, size, body }
}
