import 'server-only'
import { db } from '@/lib/db'
import { toAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { qontoAccessToken } from './qonto-access-token'

/** A refresh token lives for 90 days; one that nothing else has renewed for a week is renewed by us, so that weeks of standstill do no harm. */
const WEEK_MS = 7 * 86_400_000
const DAY_SECONDS = 86_400
/** At once against Qonto's token endpoint. */
const AT_ONCE = 4

type Due = { id: string; organizationId: string; renewedAt: Date | null }

/**
 * Consents of one page that are due: not renewed for a week (each at its own moment of the day, so that those of one day are spread), or
 * whose renewal was begun and never stored.
 */
async function duePage(after: string, limit: number): Promise<Due[]> {
  const latest = new Date(Date.now() - WEEK_MS)
  return await db().$queryRaw<Due[]>`
    SELECT id, "organizationId", "renewedAt" FROM "QontoCredential"
    WHERE kind = 'oauth' AND state <> 'refused' AND id > ${after}
      AND ("renewalBegunAt" IS NOT NULL OR "renewedAt" IS NULL
        OR "renewedAt" + make_interval(secs => abs(hashtext(id)::bigint) % ${DAY_SECONDS}) < ${latest})
    ORDER BY id LIMIT ${limit}`
}

async function renewOne({ organizationId }: Due): Promise<'renewed' | 'ended' | 'later'> {
  try {
    await qontoAccessToken(organizationId, { renewedBefore: new Date(Date.now() - WEEK_MS) })
    return 'renewed'
  } catch (thrown) {
    const { code } = toAppError(thrown)
    log.warn({ organizationId, cause: code }, 'a Qonto consent was not renewed')
    return code === 'qonto_reconnect' ? 'ended' : 'later'
  }
}

/** Renews one page of what is due; ask again with `next` until it is null. What fails for now is due again at the next time. Safe to repeat. */
export async function renewDueTokens(page: { after?: string | undefined; limit: number }): Promise<{ renewed: number; ended: number; later: number; next: string | null }> {
  const due = await duePage(page.after ?? '', page.limit)
  const count = { renewed: 0, ended: 0, later: 0 }
  for (let at = 0; at < due.length; at += AT_ONCE) {
    for (const outcome of await Promise.all(due.slice(at, at + AT_ONCE).map(renewOne))) count[outcome]++
  }
  return { ...count, next: due.length === page.limit ? (due.at(-1)?.id ?? null) : null }
}
