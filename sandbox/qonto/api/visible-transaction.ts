import type { Receipt, Transaction } from '../state/types'
import type { Caller, Exchange } from '../wire/exchange'
import { notFound } from '../wire/wire-error'

/** Employees see their own transactions only; every other role sees all of the organization's. */
export function maySee({ company, member }: Caller, transaction: Transaction): boolean {
  if (transaction.account.company !== company) return false
  return member?.role !== 'employee' || transaction.initiatorId === member.id
}

/** The transaction in the path; 404 when it does not exist or is not the caller's. */
export function visibleTransaction({ bank, params }: Exchange, caller: Caller): Transaction {
  const transaction = bank.books.transactions.get(params.id ?? '')
  if (!transaction || !maySee(caller, transaction)) throw notFound('transaction')
  return transaction
}

/** The receipt in the path; 404 when it does not exist, is still being processed or is not the caller's. */
export function visibleReceipt({ bank, params }: Exchange, caller: Caller): Receipt {
  const receipt = bank.books.receipts.get(params.attachment ?? '')
  if (!receipt?.visible || receipt.company !== caller.company) throw notFound('attachment')
  if (receipt.transaction && !maySee(caller, receipt.transaction)) throw notFound('attachment')
  return receipt
}
