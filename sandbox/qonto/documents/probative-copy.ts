import type { Receipt } from '../state/types'
import type { FileBody } from '../wire/exchange'
import { invoiceOf } from './invoice'
import { makePdf } from './make-pdf'

/** The certified copy is a PDF a little larger than the original. */
export function probativeSize(receipt: Receipt): number {
  return receipt.size + 8_190
}

/** The certified copy of a receipt. It carries the invoice but no real PAdES signature. */
export function openProbativeCopy(receipt: Receipt): Promise<FileBody['chunks']> {
  const seed = receipt.document.kind === 'stored' ? 0 : receipt.document.seed
  const invoice = { ...invoiceOf(receipt, seed), title: 'Probative copy', note: `certified ${receipt.id}` }
  return Promise.resolve(makePdf(invoice, probativeSize(receipt), seed + 1))
}
