import type { Switches } from '../state/switches'
import { positionAt } from '../state/transaction-index'
import type { Account, Transaction } from '../state/types'
import type { Caller } from '../wire/exchange'
import type { TransactionQuery } from './transaction-query'
import { maySee } from './visible-transaction'

/** The answers to the latest questions about an account, good until anything on it changes. */
interface Remembered {
  version: number
  answers: Map<string, Transaction[]>
}

const KEPT_ANSWERS = 4
const remembered = new WeakMap<Account, Remembered>()

/** All transactions of the account that match, in the order asked for. Paging through them costs one search in all. */
export function findTransactions(account: Account, query: TransactionQuery, switches: Switches, caller: Caller): readonly Transaction[] {
  const { version } = account.transactions
  let memory = remembered.get(account)
  if (memory?.version !== version) {
    memory = { version, answers: new Map() }
    remembered.set(account, memory)
  }
  const question = questionOf(query, switches, caller)
  const known = memory.answers.get(question)
  if (known) return known
  const answer = search(account, query, switches, caller)
  if (memory.answers.size >= KEPT_ANSWERS) memory.answers.clear()
  memory.answers.set(question, answer)
  return answer
}

function questionOf({ statuses, ranges, side, operationTypes, withAttachments, sort }: TransactionQuery, switches: Switches, { member }: Caller): string {
  const viewer = member?.role === 'employee' ? member.id : null
  return JSON.stringify([[...statuses], ranges, side, operationTypes && [...operationTypes], withAttachments, sort, switches.with_attachments_false, viewer])
}

function search(account: Account, query: TransactionQuery, switches: Switches, caller: Caller): Transaction[] {
  const { key, descending } = query.sort
  const list = account.transactions.by(key)
  const range = query.ranges.find((candidate) => candidate.key === key)
  const low = range ? positionAt(list, key, range.from) : 0
  const high = range ? positionAt(list, key, range.to + 1) : list.length
  const found: Transaction[] = []
  for (let i = low; i < high; i += 1) {
    const transaction = list[i] as Transaction
    if (matches(transaction, query, switches) && maySee(caller, transaction)) found.push(transaction)
  }
  return descending ? found.reverse() : found
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
