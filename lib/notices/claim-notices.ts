import 'server-only'
import { db } from '@/lib/db'
import { readCause, readDetail, type NoticeDetail } from './detail'
import type { NoticeCause } from './present'

/** A claim that is older belongs to a process that died: a batch takes a few minutes at most. Real time. */
const CLAIM_MINUTES = 15

/** A crash may repeat a mail once; a mail that ends the process twice is left. */
const MOST_CLAIMS = 2

export type ClaimedNotice = { id: string; organizationId: string; cause: NoticeCause; openedAt: Date; detail: NoticeDetail }

type Row = { id: string; organizationId: string; cause: string; openedAt: Date; detail: unknown }

/**
 * Takes open notices that nobody has mailed yet, oldest first: `sentAt` is set before anything is sent, so that two processes never send the
 * same. A claim whose process died is taken once more; who already has the mail stands in the row.
 */
export async function claimNotices(limit: number): Promise<ClaimedNotice[]> {
  const rows = await db().$queryRaw<Row[]>`
    UPDATE "Notice" n SET "sentAt" = clock_timestamp(),
      detail = jsonb_set(n.detail, '{mail}', coalesce(n.detail -> 'mail', '{}') || jsonb_build_object('claims', coalesce((n.detail #>> '{mail,claims}')::int, 0) + 1))
    WHERE n.id IN (
      SELECT id FROM "Notice" WHERE "openKey" IS NOT NULL AND (
        "sentAt" IS NULL OR ("sentAt" < clock_timestamp() - make_interval(mins => ${CLAIM_MINUTES})
          AND coalesce((detail #>> '{mail,isDone}')::boolean, false) = false AND (detail #>> '{mail,claims}')::int < ${MOST_CLAIMS}))
      ORDER BY "openedAt", id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING n.id, n."organizationId", n.cause, n."openedAt", n.detail`
  return rows.map(({ cause, detail, ...row }) => ({ ...row, cause: readCause(cause), detail: readDetail(detail) }))
}

/** Notes that a member has the mail: it is not sent to them again. */
export async function noteMailed(id: string, userId: string): Promise<void> {
  await db().$executeRaw`
    UPDATE "Notice" SET detail = jsonb_set(detail, '{mail,sentTo}', coalesce(detail #> '{mail,sentTo}', '[]') || to_jsonb(${userId}::text)) WHERE id = ${id}`
}

/** Notes that everyone who should have the mail has it. */
export async function noteAllMailed(id: string): Promise<void> {
  await db().$executeRaw`UPDATE "Notice" SET detail = jsonb_set(detail, '{mail,isDone}', 'true') WHERE id = ${id}`
}

/** Gives back notices that could not be mailed now, without counting it: the next tick tries again. */
export async function releaseNotices(ids: string[]): Promise<void> {
  await db().$executeRaw`
    UPDATE "Notice" SET "sentAt" = NULL, detail = jsonb_set(detail, '{mail,claims}', '0') WHERE id = ANY(${ids}::text[]) AND "openKey" IS NOT NULL`
}
