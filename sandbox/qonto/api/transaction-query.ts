import type { SortKey } from '../state/transaction-index'
import type { Switches } from '../state/switches'
import type { Moment } from '../state/types'
import { apiError, invalidParameter } from '../wire/wire-error'
import { readPage, type PageRequest } from './paginate'

export const includable = ['attachments', 'labels', 'vat_details'] as const
export type Included = (typeof includable)[number]

const statuses = ['pending', 'declined', 'completed', 'reversed']
const dates: readonly [string, SortKey][] = [['updated_at', 'updatedAt'], ['settled_at', 'settledAt'], ['emitted_at', 'emittedAt'], ['created_at', 'createdAt']]

export interface Range {
  key: SortKey
  /** Both ends included. */
  from: Moment
  to: Moment
}

export interface TransactionQuery extends PageRequest {
  statuses: Set<string>
  ranges: Range[]
  side: string | null
  operationTypes: Set<string> | null
  withAttachments: boolean | null
  sort: { key: SortKey; descending: boolean }
  includes: Set<Included>
}

/** Reads the filters of `GET /v2/transactions`; throws 422 with `source.parameter` for what Qonto would not accept. */
export function readTransactionQuery(query: URLSearchParams, switches: Switches): TransactionQuery {
  const given = listOf(query, 'status', statuses, 'pending, declined, completed')
  const types = [...query.getAll('operation_type[]'), ...query.getAll('operation_type')]
  return {
    ...readPage(query),
    statuses: new Set(given.length > 0 ? given : ['completed']),
    ranges: dates.flatMap(([name, key]) => readRange(query, name, key, switches)),
    side: oneOf(query, 'side', ['credit', 'debit']),
    operationTypes: types.length > 0 ? new Set(types) : null,
    withAttachments: readBoolean(query, 'with_attachments'),
    sort: readSort(query.get('sort_by') ?? switches.default_sort),
    includes: readIncludes(query),
  }
}

/** Reads `includes[]`. */
export function readIncludes(query: URLSearchParams): Set<Included> {
  return new Set(listOf(query, 'includes', includable, includable.join(', ')) as Included[])
}

/** The refusal for a call that names no account; the status is a switch because the documents do not say. */
export function missingAccount(switches: Switches): Error {
  return apiError(switches.missing_account_status, 'required', 'one of bank_account_id or iban is required', { parameter: 'bank_account_id' })
}

function listOf(query: URLSearchParams, name: string, allowed: readonly string[], shown: string): string[] {
  const values = [...query.getAll(`${name}[]`), ...query.getAll(name).flatMap((value) => value.split(','))]
  for (const value of values) {
    if (!allowed.includes(value)) throw invalidParameter(name, 'not_in_list', `${name} must be one of: ${shown}`)
  }
  return values
}

function oneOf(query: URLSearchParams, name: string, allowed: readonly string[]): string | null {
  return listOf(query, name, allowed, allowed.join(', '))[0] ?? null
}

function readBoolean(query: URLSearchParams, name: string): boolean | null {
  const value = query.get(name)
  if (value === null || value === '') return null
  if (value !== 'true' && value !== 'false') throw invalidParameter(name, 'invalid', `${name} must be a boolean`)
  return value === 'true'
}

function readRange(query: URLSearchParams, name: string, key: SortKey, switches: Switches): Range[] {
  const from = readMoment(query, `${name}_from`)
  const to = readMoment(query, `${name}_to`)
  if (from === null && to === null) return []
  const step = switches.bounds_inclusive ? 0 : 1
  return [{ key, from: from === null ? Number.NEGATIVE_INFINITY : from + step, to: to === null ? Number.MAX_SAFE_INTEGER : to - step }]
}

function readMoment(query: URLSearchParams, name: string): Moment | null {
  const text = query.get(name)
  if (text === null || text === '') return null
  const moment = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.replace(/ (\d\d:?\d\d)$/, '+$1')) : Number.NaN
  if (Number.isNaN(moment)) throw invalidParameter(name, 'invalid', `${name} must be an ISO 8601 date-time`)
  return moment
}

function readSort(text: string): TransactionQuery['sort'] {
  const [property = '', order = 'desc'] = text.split(':')
  const key = dates.find(([name]) => name === property)?.[1]
  if (!key) throw invalidParameter('sort_by', 'not_in_list', 'sort_by property must be one of: updated_at, settled_at, emitted_at')
  if (order !== 'asc' && order !== 'desc') throw invalidParameter('sort_by', 'not_in_list', 'sort_by order must be one of: asc, desc')
  return { key, descending: order === 'desc' }
}
