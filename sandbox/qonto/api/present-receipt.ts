import { probativeSize } from '../documents/probative-copy'
import { signUrl } from '../files/signed-url'
import type { Bank } from '../state/bank'
import type { ProbativeStatus, Receipt } from '../state/types'
import { iso } from './iso'

/** An attachment with a fresh download link; the certified copy's own link appears only once it is available. */
export function presentReceipt(receipt: Receipt, bank: Bank, origin: string): Record<string, unknown> {
  const status = probativeStatus(receipt, bank)
  return {
    ...commonFields(receipt, bank, origin),
    probative_attachment: status === 'available'
      ? {
          status,
          file_name: receipt.fileName,
          file_content_type: 'application/pdf',
          file_size: String(probativeSize(receipt)),
          url: signUrl(origin, `/files/${receipt.id}/probative`, bank.books.secret, bank.clock.now()),
        }
      : { status },
  }
}

/** The attachment inside a transaction, which shows only the status of the certified copy. */
export function presentEmbeddedReceipt(receipt: Receipt, bank: Bank, origin: string): Record<string, unknown> {
  return { ...commonFields(receipt, bank, origin), probative_attachment: { status: probativeStatus(receipt, bank) } }
}

function commonFields(receipt: Receipt, bank: Bank, origin: string): Record<string, unknown> {
  return {
    id: receipt.id,
    created_at: iso(receipt.createdAt),
    file_name: receipt.fileName,
    file_size: String(receipt.size),
    file_content_type: receipt.contentType,
    url: signUrl(origin, `/files/${receipt.id}/original`, bank.books.secret, bank.clock.now()),
  }
}

function probativeStatus(receipt: Receipt, bank: Bank): ProbativeStatus {
  const isReady = bank.clock.now() >= receipt.createdAt + bank.switches.probative_delay_ms
  return receipt.probative === 'available' && !isReady ? 'pending' : receipt.probative
}
