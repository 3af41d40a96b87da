import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Receipt } from '../state/types'
import type { FileBody } from '../wire/exchange'
import { invoiceOf } from './invoice'
import { makePdf } from './make-pdf'
import { makePicture } from './make-picture'
import { uniqueNoise } from './random-bytes'

/** The bytes of a receipt, exactly as many as its declared size and the same every time; drawn now unless they were uploaded. */
export async function openDocument(receipt: Receipt, blobDir: string): Promise<FileBody['chunks']> {
  const { document } = receipt
  if (document.kind === 'stored') return createReadStream(join(blobDir, document.blob), { highWaterMark: 256 << 10 }) as AsyncIterable<Buffer>
  if (document.kind === 'noise') return uniqueNoise(receipt.size, document.seed)
  if (receipt.contentType === 'image/jpeg' || receipt.contentType === 'image/png') return makePicture(receipt, document)
  return makePdf(invoiceOf(receipt, document.seed), receipt.size, document.seed)
}
