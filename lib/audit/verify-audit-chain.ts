import 'server-only'
import { db } from '@/lib/db'
import { chainHash } from './record-audit'

/** `intact`, or the first position at which the chain does not hold. `entries` have been checked; `hash` is the last one's. */
export type ChainCheck = { intact: true; entries: number; hash: string } | { intact: false; entries: number; brokenAt: number }

const PAGE = 1000

/**
 * Recomputes the organization's hash chain, from its beginning or from where an earlier check ended: a changed, removed, inserted or reordered
 * entry breaks it, and so does an end that is not the newest entry there ever was (`AuditHead`).
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
    if (page.length === PAGE) continue
    const brokenAt = await brokenEnd(organizationId)
    return brokenAt === null ? { intact: true, entries, hash } : { intact: false, entries: brokenAt - 1, brokenAt }
  }
}

type End = { headSeq: number; headHash: string; lastSeq: number; lastHash: string }

/** Where the chain's end and the newest entry there ever was part; null when they are the same. One statement, so that entries may be added meanwhile. */
async function brokenEnd(organizationId: string): Promise<number | null> {
  const [end] = await db().$queryRaw<End[]>`
    SELECT coalesce(h.seq, 0) AS "headSeq", coalesce(h.hash, '') AS "headHash", coalesce(e.seq, 0) AS "lastSeq", coalesce(e.hash, '') AS "lastHash"
    FROM (SELECT seq, hash FROM "AuditHead" WHERE "organizationId" = ${organizationId}) h
    FULL JOIN (SELECT seq, hash FROM "AuditEntry" WHERE "organizationId" = ${organizationId} ORDER BY seq DESC LIMIT 1) e ON true`
  if (!end) return null
  if (end.headSeq !== end.lastSeq) return Math.min(end.headSeq, end.lastSeq) + 1
  return end.headHash === end.lastHash ? null : end.lastSeq
}
