import type { ReceiptFields } from '../state/operations'
import type { ProbativeStatus, Transaction } from '../state/types'
import { flat, uuidFrom, type Random } from './random'

/** Pictures smaller than this cannot show a readable slip; such receipts are drawn as PDF. */
export const SMALLEST_PICTURE = 40_000
/** The smallest size at which a drawn PDF still holds its page. */
export const SMALLEST_PDF = 2_600

const HOUR = 3_600_000
const DAY = 86_400_000

export interface ReceiptPlan {
  ordinal: number
  until: number
  size: { min: number; max: number }
  style: 'shared' | 'unique'
  fileName?: string
  contentType?: string
}

/** One receipt of a transaction with its size fixed in advance; a pure function of the transaction's id and the plan. */
export function makeReceipt(random: Random, transaction: Transaction, plan: ReceiptPlan): ReceiptFields {
  const size = sizeWithin(random, plan.size)
  const contentType = plan.contentType ?? contentTypeFor(random, size, plan.ordinal)
  const delay = random.chance(0.8) ? random.between(1, 48) * HOUR : random.between(2, 45) * DAY
  const createdAt = Math.min(transaction.createdAt + delay, Math.max(plan.until - random.between(1, 3_600) * 1000, transaction.createdAt + 1_000))
  return {
    id: uuidFrom('receipt', transaction.id, plan.ordinal),
    companyId: transaction.account.company.id,
    transactionId: transaction.id,
    fileName: plan.fileName ?? flat(fileNameFor(random, transaction, contentType)),
    contentType,
    size: contentType === 'application/pdf' ? Math.max(size, SMALLEST_PDF) : Math.max(size, SMALLEST_PICTURE),
    createdAt,
    visibleAt: createdAt,
    probative: probativeFor(random),
    document: { kind: 'drawn', style: plan.style, seed: Math.floor(random.next() * 0xffffffff) },
  }
}

function sizeWithin(random: Random, { min, max }: { min: number; max: number }): number {
  if (min >= max) return min
  const floor = Math.max(min, 1)
  return Math.round(floor * (max / floor) ** random.next())
}

function contentTypeFor(random: Random, size: number, ordinal: number): string {
  const roll = random.next()
  if (size < SMALLEST_PICTURE || (ordinal === 0 && roll < 0.6)) return 'application/pdf'
  return roll < 0.85 ? 'image/jpeg' : 'image/png'
}

function probativeFor(random: Random): ProbativeStatus {
  const roll = random.next()
  return roll < 0.9 ? 'available' : roll < 0.98 ? 'unavailable' : 'corrupted'
}

function fileNameFor(random: Random, transaction: Transaction, contentType: string): string {
  const name = transaction.counterparty ?? transaction.label
  const day = new Date(transaction.emittedAt).toISOString().slice(0, 10)
  const number = String(random.between(1, 99_999)).padStart(5, '0')
  if (contentType === 'image/jpeg') return random.pick([`IMG_${number}.jpg`, `${day} ${name}.jpeg`, `Reçu ${name}.jpg`, `photo-${number}.JPG`])
  if (contentType === 'image/png') return random.pick([`Capture ${day}.png`, `scan-${number}.png`, `${name} ${number}.png`])
  return random.pick([`invoice-${number}.pdf`, `Facture ${name} ${number}.pdf`, `${day}_${number}.pdf`, `Rechnung-${number}.pdf`, `Reçu n° ${number}.pdf`])
}
