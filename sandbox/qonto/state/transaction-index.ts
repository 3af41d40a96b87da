import type { Moment, Transaction } from './types'

export type SortKey = 'updatedAt' | 'settledAt' | 'emittedAt' | 'createdAt'

/** The transactions of one account, kept in order of each date that a caller may sort by. */
export class TransactionIndex {
  readonly all: Transaction[] = []
  /** Grows with every change to a transaction or its receipts. */
  version = 0
  private readonly sorted = new Map<SortKey, Transaction[]>()

  /** Appends without ordering; call `prepare` once a whole company has been added. */
  add(transaction: Transaction): void {
    this.version += 1
    this.all.push(transaction)
    for (const [key, list] of this.sorted) list.splice(lowerBound(list, key, transaction), 0, transaction)
  }

  /** Builds every order now, so that the first page costs no more than the second. */
  prepare(): void {
    for (const key of ['updatedAt', 'settledAt', 'emittedAt', 'createdAt'] as const) this.by(key)
  }

  /** The transactions in ascending order of `key`, ties in order of id, those without a date last. */
  by(key: SortKey): readonly Transaction[] {
    const known = this.sorted.get(key)
    if (known) return known
    const list = [...this.all].sort((a, b) => compare(key, a, b))
    this.sorted.set(key, list)
    return list
  }

  /** Runs a change that may move the transaction in any order, and keeps all orders right. */
  change(transaction: Transaction, mutate: () => void): void {
    for (const [key, list] of this.sorted) list.splice(lowerBound(list, key, transaction), 1)
    mutate()
    this.version += 1
    for (const [key, list] of this.sorted) list.splice(lowerBound(list, key, transaction), 0, transaction)
  }
}

/** First position in an ordered list whose date is at or after `moment`. */
export function positionAt(list: readonly Transaction[], key: SortKey, moment: Moment): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (dateOf(list[middle] as Transaction, key) < moment) low = middle + 1
    else high = middle
  }
  return low
}

function lowerBound(list: readonly Transaction[], key: SortKey, wanted: Transaction): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(key, list[middle] as Transaction, wanted) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function compare(key: SortKey, a: Transaction, b: Transaction): number {
  const left = dateOf(a, key)
  const right = dateOf(b, key)
  if (left !== right) return left < right ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

function dateOf(transaction: Transaction, key: SortKey): Moment {
  return transaction[key] ?? Number.POSITIVE_INFINITY
}
