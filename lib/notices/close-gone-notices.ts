import 'server-only'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'

/** Closes every notice whose connection is no longer live. Returns how many. Safe to repeat. */
export async function closeGoneNotices(): Promise<number> {
  return db().$executeRaw`
    UPDATE "Notice" n SET "closedAt" = ${now()}, "openKey" = NULL
    WHERE n."openKey" IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM "Connection" c WHERE c."liveKey" = n."organizationId" AND c.id = n.detail ->> 'connectionId')`
}
