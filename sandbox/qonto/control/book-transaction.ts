import { makeTransaction } from '../companies/make-transaction'
import { randomFrom } from '../companies/random'
import { customers, suppliers } from '../companies/suppliers'
import type { Bank } from '../state/bank'
import type { TransactionFields } from '../state/operations'
import type { Account, Moment, Transaction } from '../state/types'

export interface TransactionWish {
  amountCents?: number
  counterparty?: string | null
  label?: string
  note?: string | null
  reference?: string | null
  side?: 'credit' | 'debit'
  operationType?: string
  status?: TransactionFields['status']
  emittedAt?: Moment
  createdAt?: Moment
  settledAt?: Moment | null
}

/** Books one new transaction on an account; what the wish leaves open is made up. Its `updated_at` is now. */
export function bookTransaction(bank: Bank, account: Account, wish: TransactionWish): Transaction {
  const number = account.transactions.all.length + 1
  const random = randomFrom('booked', account.id, number)
  const emittedAt = wish.emittedAt ?? bank.clock.now()
  const supplier = wish.side === 'credit' ? random.pick(customers) : random.pick(suppliers)
  const balance = account.balanceCents
  const made = makeTransaction(random, account.company, account, {
    number, emittedAt, until: Number.MAX_SAFE_INTEGER, supplier, status: wish.status ?? 'completed', ...(wish.amountCents === undefined ? {} : { amountCents: wish.amountCents }),
  })
  const after = account.balanceCents
  account.balanceCents = balance
  const settledAt = made.status === 'completed' ? (wish.settledAt ?? Math.max(emittedAt, Math.min(made.settledAt ?? emittedAt, bank.clock.now()))) : null
  const transaction: TransactionFields = {
    ...made,
    settledAt,
    createdAt: wish.createdAt ?? Math.min(made.createdAt, Math.max(emittedAt, bank.clock.now())),
    updatedAt: Math.max(bank.clock.now(), settledAt ?? 0, wish.createdAt ?? 0),
    note: wish.note === undefined ? null : wish.note,
    ...(wish.counterparty === undefined ? {} : { counterparty: wish.counterparty, label: wish.label ?? (wish.counterparty ?? 'UNKNOWN').toUpperCase() }),
    ...(wish.label === undefined ? {} : { label: wish.label }),
    ...(wish.reference === undefined ? {} : { reference: wish.reference }),
    ...(wish.operationType === undefined ? {} : { operationType: wish.operationType }),
    ...(wish.side === undefined ? {} : { side: wish.side }),
  }
  bank.commit({ op: 'transaction', accountId: account.id, transaction })
  bank.commit({ op: 'account-changed', id: account.id, changes: { balanceCents: after, updatedAt: bank.clock.now() } })
  return bank.books.transactions.get(transaction.id) as Transaction
}
