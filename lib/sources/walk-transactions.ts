import { AppError } from '@/lib/errors'
import type { Source, SourceTransaction, TransactionsPage } from './source'

/** `readThrough`: everything that changed up to this moment, as Qonto shows it, has been handed over by now; null while that is not known yet. */
export type WalkedPage = Pick<TransactionsPage, 'transactions' | 'unreadable'> & { readThrough: Date | null }

type Reader = (window: { from: Date | null; to?: Date; page: number }) => Promise<TransactionsPage>

/**
 * Every transaction of an account that changed at or after `from`, oldest change first, at least once, whatever changes
 * meanwhile. Page numbers are not followed: a change moves a transaction to the end and shifts the rest, so that page 2
 * would skip one. Instead each next window starts at the newest change seen (README.md, "Why none is skipped").
 */
export async function* walkTransactions(source: Source, accountExternalId: string, from: Date | null, signal?: AbortSignal): AsyncGenerator<WalkedPage> {
  const read: Reader = async (window) =>
    await source.transactionsPage(accountExternalId, { page: window.page, updatedFrom: window.from ?? undefined, updatedTo: window.to, signal })
  let start = from
  let pending = read({ from: start, page: 1 })
  for (;;) {
    const page = await pending
    if (!hasMore(page, 1)) return yield { ...page, readThrough: newest(page.transactions) }
    const next = nextStart(page.transactions, start)
    if (next) {
      // The next page is on its way while the caller stores this one.
      pending = read({ from: next, page: 1 })
      pending.catch(() => undefined)
      // More may share this page's newest moment: only what lies before it is promised.
      yield { ...page, readThrough: next }
      start = next
      continue
    }
    const crowd = crowdedMoment(page.transactions, start)
    yield* walkWindow(read, start, crowd, page)
    if (!crowd) return
    start = new Date(crowd.getTime() + STEP_MS)
    pending = read({ from: start, page: 1 })
  }
}

/** Bounds are given in milliseconds; whether they are inclusive is not documented, so each window begins one earlier. */
const STEP_MS = 1
/** How far a closed window reaches past the moment it is for: a server that cuts bounds to whole seconds must still include it. */
const MARGIN_MS = 2000

const hasMore = (page: TransactionsPage, number: number) => (page.totalPages === null ? page.isFull : page.totalPages > number)

const newest = (transactions: SourceTransaction[]) => transactions.at(-1)?.updatedAt ?? null

const isOldestFirst = (transactions: SourceTransaction[]) =>
  transactions.every((transaction, at) => at === 0 || (transactions[at - 1]?.updatedAt ?? transaction.updatedAt) <= transaction.updatedAt)

/** Where the next window starts; null when this page does not lead on: too many share one moment, or the order is not as asked. */
function nextStart(transactions: SourceTransaction[], start: Date | null): Date | null {
  const last = newest(transactions)
  if (!last) throw new AppError('qonto_reply_unreadable', 'no transaction of a full page can be read')
  if (!isOldestFirst(transactions)) return null
  const next = new Date(last.getTime() - STEP_MS)
  return !start || next > start ? next : null
}

/**
 * The moment that more than a page share; always after the window's start, so that each step leads on. Null when the source
 * keeps neither the order nor the bounds asked for (a full page that lies before the window): no step would lead on.
 */
function crowdedMoment(transactions: SourceTransaction[], start: Date | null): Date | null {
  const last = newest(transactions)
  if (!last || !isOldestFirst(transactions) || (start && last < start)) return null
  return new Date(Math.max(last.getTime(), (start?.getTime() ?? 0) + STEP_MS))
}

/**
 * All pages up to `through`, last page first: what changes meanwhile leaves the window and shifts the rest towards the
 * front, towards pages that are still to be read, so that it is seen twice rather than never. With `through` null
 * everything to the end is read and nothing is promised.
 */
async function* walkWindow(read: Reader, from: Date | null, through: Date | null, first: TransactionsPage): AsyncGenerator<WalkedPage> {
  const to = through ? new Date(through.getTime() + MARGIN_MS) : undefined
  const opening = await read({ from, to, page: 1 })
  if (opening.totalPages === null) yield* walkForward(read, from, to, opening)
  else for (let page = opening.totalPages; page > 1; page -= 1) yield { ...(await readExisting(read, from, to, page)), readThrough: null }
  yield { ...first, readThrough: null }
  yield { ...(await read({ from, to, page: 1 })), readThrough: through }
}

/** Without a page count the end is a page that is not full. */
async function* walkForward(read: Reader, from: Date | null, to: Date | undefined, opening: TransactionsPage): AsyncGenerator<WalkedPage> {
  for (let page = opening, number = 1; page.isFull; ) {
    number += 1
    page = await readExisting(read, from, to, number)
    yield { ...page, readThrough: null }
  }
}

/** How often a page that is refused is compared with the count of pages, which may change in between. */
const LOOKS = 3

/** A page past the end answers 422: it is empty when the first page confirms that there are fewer by now. */
async function readExisting(read: Reader, from: Date | null, to: Date | undefined, page: number): Promise<TransactionsPage> {
  for (let look = 1; ; look += 1) {
    try {
      return await read({ from, to, page })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'qonto_refused') throw error
      const { totalPages } = await read({ from, to, page: 1 })
      if (totalPages === null || totalPages < page) return { transactions: [], unreadable: [], isFull: false, totalPages }
      if (look === LOOKS) throw error
    }
  }
}
