import { addAccount, addCompany, addReceipt, addTransaction } from '../state/add-entries'
import type { Books } from '../state/books'
import type { CompanySpec } from '../state/operations'
import type { Company } from '../state/types'
import { accountFields, companyFields } from './company-fields'
import { makeReceipt } from './make-receipt'
import { makeTransaction } from './make-transaction'
import { randomFrom } from './random'

const MONTH = 30.4375 * 86_400_000
/** Qonto allows five attachments on a transaction. */
export const RECEIPTS_PER_TRANSACTION = 5

/** Enters a company of any size; the same id and spec always give the same company, byte for byte. */
export function generateCompany(books: Books, id: string, spec: CompanySpec): Company {
  const start = spec.until - spec.months * MONTH
  const company = addCompany(books, companyFields(id, spec.name ?? `Company ${spec.seed}`, spec.seed, start))
  for (let number = 1; number <= spec.accounts; number += 1) addAccount(books, company, accountFields(id, number, start))
  const counts = receiptCounts(spec)
  const step = (spec.until - start) / Math.max(spec.transactions, 1)
  const numbers = new Map<string, number>()
  for (let i = 0; i < spec.transactions; i += 1) {
    const random = randomFrom(id, i)
    const account = company.accounts[Math.floor(random.next() ** 1.6 * company.accounts.length)] as (typeof company.accounts)[number]
    const number = (numbers.get(account.id) ?? 0) + 1
    numbers.set(account.id, number)
    const emittedAt = Math.floor(start + (i + random.next()) * step)
    const transaction = addTransaction(books, account, makeTransaction(random, company, account, { number, emittedAt, until: spec.until }))
    for (let ordinal = 0; ordinal < (counts[i] as number); ordinal += 1) {
      const receipt = makeReceipt(random, transaction, { ordinal, until: spec.until, size: spec.receiptSize, style: spec.documents })
      addReceipt(books, receipt, false)
      transaction.updatedAt = Math.max(transaction.updatedAt, receipt.createdAt)
    }
  }
  for (const account of company.accounts) account.transactions.prepare()
  return company
}

/** How many receipts each transaction gets: exactly `receipts` in all, some none, some up to five. */
function receiptCounts({ seed, transactions, receipts }: CompanySpec): Uint8Array {
  const counts = new Uint8Array(transactions)
  for (let i = 0; i < transactions; i += 1) {
    counts[i] = Math.floor(((i + 1) * receipts) / transactions) - Math.floor((i * receipts) / transactions)
  }
  const random = randomFrom(seed, 'receipt counts')
  for (let i = 0; i < transactions / 8; i += 1) {
    const from = random.between(0, transactions - 1)
    const to = random.between(0, transactions - 1)
    if ((counts[from] as number) === 0 || (counts[to] as number) >= RECEIPTS_PER_TRANSACTION) continue
    counts[from] = (counts[from] as number) - 1
    counts[to] = (counts[to] as number) + 1
  }
  return counts
}
