import { Prisma } from '@/lib/generated/prisma/client'
import { amountRange } from './amount-range'

const MAX_WORDS = 6

const contains = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/**
 * True for rows that a person means by `search`: an amount, or text of which every word is in one of `columns`, upper and
 * lower case alike. Null when there is nothing to search for. `t` must be the transaction.
 */
export function searchCondition(search: string | undefined, columns: Prisma.Sql[]): Prisma.Sql | null {
  const text = (search ?? '').replaceAll('\0', '').normalize('NFC').trim().slice(0, 200)
  if (text === '') return null
  const words = text.split(/\s+/).slice(0, MAX_WORDS)
  const hasWord = (word: string) => Prisma.sql`(${Prisma.join(columns.map((column) => Prisma.sql`${column} ILIKE ${contains(word)}`), ' OR ')})`
  const hasWords = Prisma.join(words.map(hasWord), ' AND ')
  const amount = amountRange(text)
  if (!amount) return Prisma.sql`(${hasWords})`
  return Prisma.sql`((${hasWords}) OR t."amountCents" BETWEEN ${amount.from} AND ${amount.to})`
}
