import 'server-only'
import { now } from '@/lib/clock'
import { noticesDue } from './notices-due'
import { readFacts, type KnownConnection } from './read-facts'
import { recordChanges } from './record-changes'

/** A daily run that ended longer ago was counted at an earlier tick. Twice the tick, so that none is missed. */
const JUST_ENDED_MS = 20 * 60_000

/** Daily runs of the page's connections: ended just now, still open, and ended by a fault of ours. */
export type Nights = { justEnded: number; open: number; failed: number }

/**
 * Opens, updates and closes the notices of one page of live connections. Ask again with `next` until it is null. Costs one statement a page,
 * and up to three where something changed. Safe to repeat.
 */
export async function evaluateNotices(page: { after?: string | undefined; take?: number } = {}): Promise<{ nights: Nights; next: string | null }> {
  const take = page.take ?? 500
  const at = now()
  const known = await readFacts(page.after ?? '', take)
  await recordChanges(
    known.map(({ organizationId, facts, open }) => ({ organizationId, connectionId: facts.connectionId, ...noticesDue(facts, open, at) })),
    at,
  )
  return { nights: countNights(known, at), next: known.length === take ? (known.at(-1)?.facts.connectionId ?? null) : null }
}

function countNights(known: KnownConnection[], at: Date): Nights {
  const nights = known.flatMap(({ night }) => night ?? [])
  return {
    justEnded: nights.filter(({ endedAt }) => endedAt !== null && at.getTime() - endedAt.getTime() < JUST_ENDED_MS).length,
    open: nights.filter(({ state }) => state !== 'ended').length,
    failed: nights.filter(({ outcome }) => outcome === 'failed').length,
  }
}
