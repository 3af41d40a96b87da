import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { readGuard } from '@/lib/deletions/guard'
import { pathKey } from '@/lib/dropbox/paths'
import { Prisma } from '@/lib/generated/prisma/client'
import { periodNameSql, periodStartSql } from './period-sql'
import type { CertificateRow } from './present'

type Row = { accountLabel: string; period: string; receipts: bigint; inDropbox: bigint; bytes: bigint; owed: bigint; keptAway: bigint; unanswered: bigint; changed: bigint; copies: bigint; copiesOwed: bigint; checkedAt: Date | null }

/**
 * The certificate: per account and period how many receipts there are, how many are in Dropbox with a verified content hash, and when the oldest of
 * these was last confirmed. Every qualifying receipt is counted once; what an open question about a mass deletion covers does not count as there; certified copies are counted apart, and their bytes and checks are part of the whole. @throws AppError `not_found` for another organization's connection.
 */
export async function certificate(organizationId: string, connectionId: string): Promise<CertificateRow[]> {
  const connection = await db().connection.findFirst({ where: { id: connectionId, organizationId }, include: { organization: { select: { timeZone: true } } } })
  if (!connection) throw new AppError('not_found', connectionId)
  const { periodKind } = connection
  const asked = readGuard(connection.deletionGuard)?.folders.map(pathKey) ?? []
  const isThere = Prisma.sql`e.state = 'done' AND NOT EXISTS (SELECT 1 FROM unnest(${asked}::text[]) g(key) WHERE starts_with(e."pathKey", g.key || '/'))`
  const rows = await db().$queryRaw<Row[]>`
    SELECT a.label AS "accountLabel", ${periodNameSql(Prisma.sql`p.start`, periodKind)} AS period, p.* FROM (SELECT r."accountId", ${periodStartSql(connection.organization.timeZone, periodKind)} AS start,
      count(*) FILTER (WHERE e.kind = 'original') AS receipts,
      count(*) FILTER (WHERE e.kind = 'original' AND ${isThere}) AS "inDropbox",
      count(*) FILTER (WHERE e.kind = 'original' AND e.state = 'done' AND NOT (${isThere})) AS unanswered,
      coalesce(sum(e.size) FILTER (WHERE ${isThere}), 0)::bigint AS bytes,
      count(*) FILTER (WHERE e.kind = 'original' AND e.state = 'owed') AS owed,
      count(*) FILTER (WHERE e.kind = 'original' AND e.state = 'tombstoned') AS "keptAway",
      count(*) FILTER (WHERE ${isThere} AND e."changedAt" IS NOT NULL) AS changed,
      count(*) FILTER (WHERE e.kind = 'certified' AND ${isThere}) AS copies,
      count(*) FILTER (WHERE e.kind = 'certified' AND e.state = 'owed') AS "copiesOwed",
      CASE WHEN count(*) FILTER (WHERE e.state = 'done' AND e."verifiedAt" IS NULL) = 0 THEN min(e."verifiedAt") FILTER (WHERE e.state = 'done') END AS "checkedAt"
    FROM "Export" e JOIN "Receipt" r ON r.id = e."receiptId" WHERE e."connectionId" = ${connectionId} AND r."organizationId" = ${organizationId}
    GROUP BY 1, 2) p JOIN "CurrentAccount" a ON a.id = p."accountId" ORDER BY a."isMain" DESC, a.label, a.id, p.start DESC`
  return rows.map((row) => ({
    accountLabel: row.accountLabel,
    period: row.period,
    receipts: Number(row.receipts),
    inDropbox: Number(row.inDropbox),
    bytes: Number(row.bytes),
    owed: Number(row.owed),
    keptAway: Number(row.keptAway),
    unanswered: Number(row.unanswered),
    changed: Number(row.changed),
    copies: Number(row.copies),
    copiesOwed: Number(row.copiesOwed),
    checkedAt: row.checkedAt?.toISOString() ?? null,
  }))
}
