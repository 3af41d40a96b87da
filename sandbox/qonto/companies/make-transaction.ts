import type { TransactionFields } from '../state/operations'
import type { Account, Company, Moment } from '../state/types'
import { uuidFrom, type Random } from './random'
import { customers, suppliers, type Supplier } from './suppliers'

const noLabels: string[] = []
const MINUTE = 60_000
const DAY = 86_400_000

export interface TransactionPlan {
  number: number
  emittedAt: Moment
  /** Nothing happens after this moment: recent card payments are still pending then. */
  until: Moment
  supplier?: Supplier
  amountCents?: number
  status?: TransactionFields['status']
}

/** One plausible bank transaction; a pure function of the company's seed, the account and the plan. */
export function makeTransaction(random: Random, company: Company, account: Account, plan: TransactionPlan): TransactionFields {
  const supplier = plan.supplier ?? (random.chance(0.1) ? random.pick(customers) : random.pick(suppliers))
  const amountCents = plan.amountCents ?? random.between(...supplier.cents)
  const incoming = supplier.operation === 'income'
  const isCard = supplier.operation === 'card'
  const createdAt = plan.emittedAt + random.between(200, 2_000)
  const settlesAt = isCard ? plan.emittedAt + random.between(8 * 60, 60 * 60) * MINUTE : createdAt + MINUTE
  const status = plan.status ?? statusAt(random, isCard, settlesAt, plan.until)
  const settledAt = status === 'completed' ? Math.min(settlesAt, plan.until) : null
  if (settledAt !== null) account.balanceCents += incoming ? amountCents : -amountCents
  const abroad = supplier.currency !== undefined
  const vatKnown = !incoming && supplier.vatRate > 0 && random.chance(0.8)
  return {
    id: uuidFrom('transaction', account.id, plan.number),
    number: plan.number,
    amountCents,
    currency: 'EUR',
    localAmountCents: abroad ? Math.round(amountCents * 0.86) : amountCents,
    localCurrency: supplier.currency ?? 'EUR',
    side: incoming ? 'credit' : 'debit',
    operationType: supplier.operation,
    status,
    label: supplier.label,
    counterparty: random.chance(0.97) ? supplier.name : null,
    category: supplier.category,
    emittedAt: plan.emittedAt,
    createdAt,
    settledAt,
    updatedAt: settledAt ?? createdAt,
    settledBalanceCents: settledAt === null ? null : account.balanceCents,
    vatCents: vatKnown ? vatWithin(amountCents, supplier.vatRate) : null,
    vatRate: vatKnown ? supplier.vatRate : null,
    note: random.chance(0.06) ? random.pick(['Client lunch', 'Offsite', 'To be split', 'Déplacement équipe']) : null,
    reference: isCard ? null : `REF ${random.between(10_000, 99_999)}`,
    initiatorId: initiatorOf(random, company, isCard || supplier.operation === 'transfer'),
    labelIds: company.labels.length > 0 && random.chance(0.25) ? [random.pick(company.labels).id] : noLabels,
    cardLastDigits: isCard ? String(random.between(1000, 9999)) : null,
    attachmentLost: false,
    attachmentRequired: !incoming,
  }
}

/** The VAT contained in a gross amount, in cents. */
export function vatWithin(grossCents: number, rate: number): number {
  return Math.round((grossCents * rate) / (100 + rate))
}

function statusAt(random: Random, isCard: boolean, settlesAt: Moment, until: Moment): TransactionFields['status'] {
  if (isCard && settlesAt > until) return 'pending'
  if (settlesAt < until - 3 * DAY && random.chance(0.025)) return 'declined'
  return 'completed'
}

function initiatorOf(random: Random, company: Company, byMember: boolean): string | null {
  if (!byMember || company.members.length === 0) return null
  return random.pick(company.members).id
}
