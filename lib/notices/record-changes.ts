import 'server-only'
import { db } from '@/lib/db'
import { newRowId } from '@/lib/sources/new-row-id'
import type { NoticeChanges } from './notices-due'

export type RecordedChanges = NoticeChanges & { organizationId: string; connectionId: string }

/**
 * Writes what the rule decided for one page, in at most three statements. Repeating it changes nothing: a cause that is open stays open
 * (unique key), and a connection that has gone meanwhile opens nothing.
 */
export async function recordChanges(page: RecordedChanges[], at: Date): Promise<void> {
  const close = page.flatMap((one) => one.close)
  const update = page.flatMap((one) => one.update)
  const open = page.flatMap(({ organizationId, connectionId, open }) => open.map((text) => ({ organizationId, connectionId, ...text })))
  if (close.length + update.length + open.length === 0) return
  await db().$transaction(async (tx) => {
    if (close.length > 0) {
      await tx.$executeRaw`UPDATE "Notice" SET "closedAt" = ${at}, "openKey" = NULL WHERE id = ANY(${close}::text[]) AND "openKey" IS NOT NULL`
    }
    if (update.length > 0) {
      await tx.$executeRaw`
        UPDATE "Notice" n SET detail = (CASE WHEN u.news THEN n.detail - 'mail' ELSE n.detail END) || u.facts::jsonb,
          "openedAt" = CASE WHEN u.news THEN ${at} ELSE n."openedAt" END, "sentAt" = CASE WHEN u.news THEN NULL ELSE n."sentAt" END
        FROM unnest(${update.map(({ id }) => id)}::text[], ${update.map(factsOf)}::text[], ${update.map(({ isNews }) => isNews)}::boolean[]) AS u(id, facts, news)
        WHERE n.id = u.id AND n."openKey" IS NOT NULL`
    }
    if (open.length > 0) {
      await tx.$executeRaw`
        INSERT INTO "Notice" (id, "organizationId", cause, detail, "openedAt", "openKey")
        SELECT n.id, c."organizationId", n.cause, n.facts::jsonb || jsonb_build_object('connectionId', c.id), ${at}, c."organizationId" || ':' || n.cause
        FROM unnest(${open.map(() => newRowId())}::text[], ${open.map((one) => one.connectionId)}::text[], ${open.map((one) => one.cause as string)}::text[],
          ${open.map(factsOf)}::text[]) AS n(id, connection, cause, facts)
        JOIN "Connection" c ON c.id = n.connection AND c."liveKey" IS NOT NULL
        ON CONFLICT ("openKey") DO NOTHING`
    }
  })
}

const factsOf = ({ values, week }: { values: unknown; week?: string | undefined }) => JSON.stringify({ values, ...(week && { week }) })
