import type { Switches } from '../state/switches'
import { invalidParameter } from '../wire/wire-error'

export interface PageRequest {
  page: number
  perPage: number
}

export interface PageMeta {
  current_page: number
  next_page?: number | null
  prev_page: number | null
  total_pages: number
  total_count: number
  per_page: number
}

/** Reads `page` (or its older name `current_page`) and `per_page`; throws 422 outside 1… and 1–100. */
export function readPage(query: URLSearchParams): PageRequest {
  const page = readCount(query, query.has('page') ? 'page' : 'current_page', 1, Number.MAX_SAFE_INTEGER)
  return { page, perPage: readCount(query, 'per_page', 100, 100) }
}

/** The `meta` of a page; throws 422 when the page lies past the last one. The first page always exists. */
function pageMeta({ page, perPage }: PageRequest, total: number, switches: Switches): PageMeta {
  const pages = Math.max(1, Math.ceil(total / perPage))
  if (page > pages) throw invalidParameter('page', 'invalid', `page must be lower than or equal to ${pages}`)
  const isLast = page === pages
  const lastNext = { null: { next_page: null }, zero: { next_page: 0 }, omitted: {} }[switches.last_page_next_page]
  return {
    current_page: page,
    ...(isLast ? lastNext : { next_page: page + 1 }),
    prev_page: page > 1 ? page - 1 : null,
    total_pages: pages,
    total_count: total,
    per_page: perPage,
  }
}

/** One page of a list that is already in order, with its `meta`. */
export function paginate<T>(items: readonly T[], request: PageRequest, switches: Switches): { items: T[]; meta: PageMeta } {
  const meta = pageMeta(request, items.length, switches)
  const start = (request.page - 1) * request.perPage
  return { items: items.slice(start, start + request.perPage), meta }
}

function readCount(query: URLSearchParams, name: string, fallback: number, max: number): number {
  const text = query.get(name)
  if (text === null || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > max) throw invalidParameter(name, 'invalid', `${name} must be an integer from 1 to ${max}`)
  return value
}
