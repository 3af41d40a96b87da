import { randomFrom } from '../companies/random'
import { customers, suppliers, type Supplier } from '../companies/suppliers'
import type { Receipt } from '../state/types'

export interface InvoiceLine {
  text: string
  quantity: number
  unitCents: number
  totalCents: number
}

/** What a receipt says: who sold what to whom, and a total that equals the transaction's amount. */
export interface Invoice {
  title: string
  supplier: { name: string; street: string; city: string; vatNumber: string }
  customer: { name: string; city: string }
  number: string
  date: string
  time: string
  lines: InvoiceLine[]
  netCents: number
  vatRate: number
  vatCents: number
  totalCents: number
  currency: string
  payment: string
  note: string
}

const DAY = 86_400_000

/** The invoice that belongs to a receipt; a pure function of the receipt and its transaction. */
export function invoiceOf(receipt: Receipt, seed: number): Invoice {
  const random = randomFrom('invoice', receipt.id, seed)
  const { transaction, company } = receipt
  const supplier = supplierOf(transaction?.label)
  const totalCents = transaction?.localAmountCents ?? random.between(...supplier.cents)
  const vatRate = transaction?.vatRate ?? supplier.vatRate
  const vatCents = Math.round((totalCents * vatRate) / (100 + vatRate))
  const issued = new Date(transaction?.emittedAt ?? receipt.createdAt - DAY)
  const isIncoming = transaction?.side === 'credit'
  const seller = { name: transaction?.counterparty ?? supplier.name, street: supplier.street, city: supplier.city, vatNumber: `FR ${random.between(10, 99)} ${random.between(100_000_000, 999_999_999)}` }
  return {
    title: random.pick(['Facture', 'Invoice', 'Facture acquittée', 'Receipt']),
    supplier: isIncoming ? { name: company.name, street: '1 rue Exemple', city: company.city, vatNumber: seller.vatNumber } : seller,
    customer: isIncoming ? { name: seller.name, city: seller.city } : { name: company.legalName, city: company.city },
    number: `${issued.getUTCFullYear()}-${random.between(100, 99_999)}`,
    date: issued.toISOString().slice(0, 10),
    time: issued.toISOString().slice(11, 16),
    lines: linesFor(random, supplier, totalCents - vatCents),
    netCents: totalCents - vatCents,
    vatRate,
    vatCents,
    totalCents,
    currency: transaction?.localCurrency ?? 'EUR',
    payment: paymentText(transaction?.operationType, transaction?.cardLastDigits ?? null),
    note: receipt.id,
  }
}

/** An amount as it is printed, `1 234,50`. */
export function money(cents: number): string {
  const whole = Math.floor(cents / 100).toString().replace(/\B(?=(\d{3})+$)/g, ' ')
  return `${whole},${String(cents % 100).padStart(2, '0')}`
}

function supplierOf(label: string | undefined): Supplier {
  return [...suppliers, ...customers].find((supplier) => supplier.label === label) ?? { ...(suppliers[0] as Supplier), name: label ?? 'Papeterie Lumière' }
}

function linesFor(random: ReturnType<typeof randomFrom>, supplier: Supplier, netCents: number): InvoiceLine[] {
  const count = Math.min(supplier.items.length, random.between(1, 4), Math.max(1, Math.floor(netCents / 50)))
  const start = random.between(0, supplier.items.length - 1)
  const lines: InvoiceLine[] = []
  let left = netCents
  for (let i = 0; i < count; i += 1) {
    const isLast = i === count - 1
    const share = isLast ? left : Math.max(1, Math.floor((left / (count - i)) * (0.6 + random.next() * 0.6)))
    const quantity = isLast ? 1 : random.pick([1, 1, 2, 3, 5])
    const unitCents = isLast ? share : Math.max(1, Math.floor(share / quantity))
    lines.push({ text: supplier.items[(start + i) % supplier.items.length] as string, quantity, unitCents, totalCents: unitCents * quantity })
    left -= unitCents * quantity
  }
  return lines
}

function paymentText(operation: string | undefined, digits: string | null): string {
  if (digits) return `Carte **** **** **** ${digits}`
  return operation === 'direct_debit' ? 'Prélèvement SEPA' : 'Virement SEPA'
}
