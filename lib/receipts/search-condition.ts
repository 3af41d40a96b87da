import { Prisma } from '@/lib/generated/prisma/client'
import { amountRange, type AmountRange } from './amount-range'

const MAX_WORDS = 6

const contains = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/** What a person means by `search`: an amount, or every one of some words, as patterns of ILIKE. Null when there is nothing to search for. */
export function readSearch(search: string | undefined): { patterns: string[]; amount: AmountRange | null } | null {
  const text = (search ?? '').replaceAll('\0', '').normalize('NFC').trim().slice(0, 200)
  if (text === '') return null
  return { patterns: [...new Set(text.split(/\s+/))].slice(0, MAX_WORDS).map(contains), amount: amountRange(text) }
}

/** How one kind of row is asked: for a text that holds `pattern` (of ILIKE), and for an amount in cents. */
type Questions = { holds: (pattern: string) => Prisma.Sql; hasAmount: (range: AmountRange) => Prisma.Sql }

/** True for rows that a person means by `search`, upper and lower case alike. Null when there is nothing to search for. */
export function searchCondition(search: string | undefined, { holds, hasAmount }: Questions): Prisma.Sql | null {
  const asked = readSearch(search)
  if (!asked) return null
  const hasWords = Prisma.join(asked.patterns.map((pattern) => Prisma.sql`(${holds(pattern)})`), ' AND ')
  return asked.amount ? Prisma.sql`((${hasWords}) OR ${hasAmount(asked.amount)})` : Prisma.sql`(${hasWords})`
}
