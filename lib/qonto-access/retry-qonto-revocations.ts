import 'server-only'
import { db } from '@/lib/db'
import type { QontoRevocation } from '@/lib/generated/prisma/client'
import { log } from '@/lib/log'
import { endConsent } from './end-consent'

const MOST = 20
/** The pace of the tick, for a person who looks at the page; doubled with every failure. */
const SHORTEST_MS = 2 * 60_000
/** Four times a day: no burden for Qonto over the 90 days, and soon enough, as nothing here uses what is being ended. */
const LONGEST_MS = 6 * 3_600_000

const pauseAfter = (tries: number): number => Math.min(SHORTEST_MS * 2 ** Math.min(tries, 30), LONGEST_MS)

/** True for one caller alone: the next try is moved ahead before Qonto is asked, so that a death in between costs that pause and nothing else. */
async function isMine({ id, organizationId, nextTryAt, tries }: QontoRevocation): Promise<boolean> {
  const moved = await db().qontoRevocation.updateMany({
    where: { id, organizationId, nextTryAt },
    data: { tries: tries + 1, nextTryAt: new Date(Date.now() + pauseAfter(tries)) },
  })
  return moved.count === 1
}

/**
 * Tries again to end at Qonto what a disconnect or a replacement could not, the longest due first. The first failure ends the pass: Qonto is asked
 * in vain once a tick, however many wait. What has lapsed by itself, 90 days after its token was issued, is forgotten. Safe to repeat and
 * to run twice at once.
 */
export async function retryQontoRevocations(): Promise<{ ended: number; lapsed: number; failed: number }> {
  const at = new Date()
  const { count: lapsed } = await db().qontoRevocation.deleteMany({ where: { lapsesAt: { lte: at } } })
  if (lapsed > 0) log.warn({ lapsed }, 'consents lapsed at Qonto without a confirmed end')
  const due = await db().qontoRevocation.findMany({ where: { tokenSealed: { not: null }, nextTryAt: { lte: at } }, orderBy: { nextTryAt: 'asc' }, take: MOST })
  let ended = 0
  for (const row of due) {
    if (!(await isMine(row))) continue
    if (!(await endConsent(row))) return { ended, lapsed, failed: 1 }
    ended++
  }
  return { ended, lapsed, failed: 0 }
}
