import type { QontoSession } from './auth'
import { callQonto } from './client'
import { isRefusedParameter } from './errors'
import { TransactionsReply } from './schemas'

export const TRANSACTIONS_PER_PAGE = 100

/** Statuses are named one by one: without them Qonto leaves out what is pending or declined. */
const STATUSES = ['pending', 'declined', 'completed']
/** Named by one page of Qonto's and missing on another: asked for until it is refused. */
let moreStatuses = ['reversed']

export type TransactionsQuery = {
  bankAccountId: string
  page: number
  sortBy: 'updated_at:asc' | 'emitted_at:asc'
  updatedFrom?: Date
  updatedTo?: Date
  emittedFrom?: Date
  withAttachments?: true
}

/** One page of one account's transactions with their attachments, items unparsed. */
export async function listTransactions(session: QontoSession, asked: TransactionsQuery) {
  const ask = async (statuses: string[]) =>
    await callQonto(session, { method: 'GET', path: '/v2/transactions', route: 'transactions', query: queryOf(asked, statuses) }, TransactionsReply)
  try {
    return await ask([...STATUSES, ...moreStatuses])
  } catch (error) {
    if (moreStatuses.length === 0 || !isRefusedParameter(error, 'status')) throw error
    const reply = await ask(STATUSES)
    moreStatuses = []
    return reply
  }
}

function queryOf(asked: TransactionsQuery, statuses: string[]): [string, string][] {
  const query: [string, string][] = [
    ['bank_account_id', asked.bankAccountId],
    ...statuses.map((status): [string, string] => ['status[]', status]),
    ['includes[]', 'attachments'],
    ['sort_by', asked.sortBy],
    ['page', String(asked.page)],
    ['per_page', String(TRANSACTIONS_PER_PAGE)],
  ]
  if (asked.updatedFrom) query.push(['updated_at_from', asked.updatedFrom.toISOString()])
  if (asked.updatedTo) query.push(['updated_at_to', asked.updatedTo.toISOString()])
  if (asked.emittedFrom) query.push(['emitted_at_from', asked.emittedFrom.toISOString()])
  if (asked.withAttachments) query.push(['with_attachments', 'true'])
  return query
}
