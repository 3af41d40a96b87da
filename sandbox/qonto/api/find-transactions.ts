import type { Switches } from '../state/switches'
import { positionAt } from '../state/transaction-index'
import type { Account, Transaction } from '../state/types'
import type { TransactionQuery } from './transaction-query'

/** The transactions of one page and how many match in all, without copying or sorting the account's history. */
export function findTransactions(
  account: Account, query: TransactionQuery, switches: Switches, isVisible: (transaction: Transaction) => boolean,
): { items: Transaction[]; total: number } {
  const { key, descending } = query.sort
  const list = account.transactions.by(key)
  const range = query.ranges.find((candidate) => candidate.key === key)
  const low = range ? positionAt(list, key, range.from) : 0
  const high = range ? positionAt(list, key, range.to + 1) : list.length
  const first = (query.page - 1) * query.perPage
  const items: Transaction[] = []
  let total = 0
  for (let i = 0; i < high - low; i += 1) {
    const transaction = list[descending ? high - 1 - i : low + i] as Transaction
    if (!matches(transaction, query, switches) || !isVisible(transaction)) continue
    if (total >= first && items.length < query.perPage) items.push(transaction)
    total += 1
  }
  return { items, total }
}

function matches(transaction: Transaction, query: TransactionQuery, switches: Switches): boolean {
  if (!query.statuses.has(transaction.status)) return false
  if (query.side !== null && transaction.side !== query.side) return false
  if (query.operationTypes !== null && !query.operationTypes.has(transaction.operationType)) return false
  if (query.withAttachments === true && transaction.receipts.length === 0) return false
  if (query.withAttachments === false && switches.with_attachments_false === 'without' && transaction.receipts.length > 0) return false
  for (const { key, from, to } of query.ranges) {
    const moment = transaction[key]
    if (moment === null || moment < from || moment > to) return false
  }
  return true
}
