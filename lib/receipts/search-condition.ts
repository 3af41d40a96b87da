import { Prisma } from '@/lib/generated/prisma/client'
import { amountRange, type AmountRange } from './amount-range'

const MAX_WORDS = 6

const contains = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/** How one kind of row is asked: for a text that holds `pattern` (of ILIKE), and for an amount in cents. */
type Questions = { holds: (pattern: string) => Prisma.Sql; hasAmount: (range: AmountRange) => Prisma.Sql }

/**
 * True for rows that a person means by `search`: an amount, or text that holds every word, upper and lower case alike. Null when there is nothing to
 * search for.
 */
export function searchCondition(search: string | undefined, { holds, hasAmount }: Questions): Prisma.Sql | null {
  const text = (search ?? '').replaceAll('\0', '').normalize('NFC').trim().slice(0, 200)
  if (text === '') return null
  const hasWords = Prisma.join(text.split(/\s+/).slice(0, MAX_WORDS).map((word) => Prisma.sql`(${holds(contains(word))})`), ' AND ')
  const amount = amountRange(text)
  return amount ? Prisma.sql`((${hasWords}) OR ${hasAmount(amount)})` : Prisma.sql`(${hasWords})`
}
