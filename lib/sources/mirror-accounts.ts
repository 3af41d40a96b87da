import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { newRowId } from './new-row-id'
import type { SourceAccount } from './source'

export type MirroredAccount = { id: string; externalId: string; isListed: boolean }

/**
 * Writes the accounts that the source lists: new ones appear, a relabelled one changes its label only. Returns every
 * account known here, those included that the source lists no longer. Safe to repeat.
 */
export async function mirrorAccounts(organizationId: string, accounts: SourceAccount[]): Promise<MirroredAccount[]> {
  const rows = accounts.map((account) => ({ id: newRowId(), ...account })).sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
  await db().$executeRaw`
    INSERT INTO "CurrentAccount" ("id", "organizationId", "externalId", "label", "currency", "isClosed", "isMain", "firstSeenAt", "lastSeenAt")
    SELECT x."id", ${organizationId}, x."externalId", x."label", x."currency", x."isClosed", x."isMain", ${now()}, ${now()}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("id" text, "externalId" text, "label" text, "currency" text, "isClosed" boolean, "isMain" boolean)
    ON CONFLICT ("organizationId", "externalId") DO UPDATE SET "label" = excluded."label", "isClosed" = excluded."isClosed", "isMain" = excluded."isMain",
      "currency" = COALESCE(excluded."currency", "CurrentAccount"."currency"), "lastSeenAt" = excluded."lastSeenAt"`
  const listed = new Set(accounts.map((account) => account.externalId))
  const known = await db().currentAccount.findMany({ where: { organizationId }, select: { id: true, externalId: true }, orderBy: { externalId: 'asc' } })
  return known.map((account) => ({ ...account, isListed: listed.has(account.externalId) }))
}
