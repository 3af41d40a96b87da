import 'server-only'
import { db } from '@/lib/db'
import { chainHash } from './record-audit'

/** `intact`, or the first position at which the chain does not hold. `entries` have been checked; `hash` is the last one's. */
export type ChainCheck = { intact: true; entries: number; hash: string } | { intact: false; entries: number; brokenAt: number }

const PAGE = 1000

/**
 * Recomputes the organization's hash chain, from its beginning or from where an earlier check ended: a changed, removed, inserted or reordered
 * entry breaks it. What is cut off at the end cannot be seen from here: compare `entries` with an earlier download.
 */
export async function verifyAuditChain(organizationId: string, from = { entries: 0, hash: '' }): Promise<ChainCheck> {
  let { entries, hash } = from
  for (;;) {
    const page = await db().auditEntry.findMany({ where: { organizationId, seq: { gt: entries } }, orderBy: { seq: 'asc' }, take: PAGE })
    for (const entry of page) {
      const isNext = entry.seq === entries + 1 && entry.previousHash === hash && entry.hash === chainHash(entry)
      if (!isNext) return { intact: false, entries, brokenAt: entries + 1 }
      entries += 1
      hash = entry.hash
    }
    if (page.length < PAGE) return { intact: true, entries, hash }
  }
}
