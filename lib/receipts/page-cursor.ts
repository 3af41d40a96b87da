import { AppError } from '@/lib/errors'

/** Place of the last row of a page, in an order of moment and id. */
export type Place = { at: Date; id: string }

/** A page's end as opaque text for the address of the next page. */
export const toCursor = ({ at, id }: Place): string => Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')

/** Reads `toCursor`'s text. @throws AppError `bad_input` for anything else. */
export function fromCursor(cursor: string): Place {
  const [moment = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const at = new Date(moment)
  if (Number.isNaN(at.getTime()) || !/^[0-9a-zA-Z-]{1,64}$/.test(id)) throw new AppError('bad_input', 'cursor')
  return { at, id }
}

/** True for what `fromCursor` reads: an address may hold anything. */
export function isCursor(cursor: string): boolean {
  try {
    fromCursor(cursor)
    return true
  } catch {
    return false
  }
}

/** Rows asked for in one page: 50 unless told, at most 200. */
export const pageSize = (limit: number | undefined): number => Math.min(Math.max(Math.trunc(limit ?? 50) || 50, 1), 200)
