import 'server-only'
import { db } from '@/lib/db'

/** One act, as it is downloaded. `at` is ISO 8601; `detail` is JSON; with `previousHash` anyone can recompute `hash`. */
export type AuditLine = { seq: number; at: string; actorUserId: string | null; actorName: string; action: string; detail: string; previousHash: string; hash: string }

const PAGE = 1000

/** The organization's audit log from its beginning, page by page, so that memory stays bounded. */
export async function* listAuditEntries(organizationId: string): AsyncGenerator<AuditLine[]> {
  let after = 0
  for (;;) {
    const page = await db().auditEntry.findMany({ where: { organizationId, seq: { gt: after } }, orderBy: { seq: 'asc' }, take: PAGE })
    const last = page.at(-1)
    if (!last) return
    yield page.map(({ seq, at, actorUserId, actorName, action, detail, previousHash, hash }) => ({
      seq, at: at.toISOString(), actorUserId, actorName: actorName ?? '', action, detail: JSON.stringify(detail), previousHash, hash,
    }))
    after = last.seq
  }
}
