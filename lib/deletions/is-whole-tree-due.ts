import { createHash } from 'node:crypto'

const WEEK_MS = 7 * 24 * 3_600_000

/**
 * Once a week, at an hour of its own for each connection, the whole tree is compared with the ledger: a change that Dropbox never told must not
 * stay unnoticed. True when such a moment lies between the last pass and now.
 */
export function isWholeTreeDue(connectionId: string, lastPassAt: Date | null, now: Date): boolean {
  if (lastPassAt === null) return false
  const offset = createHash('sha256').update(connectionId).digest().readUInt32BE() % WEEK_MS
  const weekOf = (moment: Date) => Math.floor((moment.getTime() + offset) / WEEK_MS)
  return weekOf(now) > weekOf(lastPassAt)
}
