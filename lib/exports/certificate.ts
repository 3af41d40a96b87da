import 'server-only'
import { monthsOfConnection } from '@/lib/counts/months-of'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { readGuard } from '@/lib/deletions/guard'
import { pathKey } from '@/lib/dropbox/paths'
import { Prisma } from '@/lib/generated/prisma/client'
import { periodNameSql } from './period-sql'
import type { CertificateRow } from './present'

type Row = { accountLabel: string; period: string; receipts: bigint; inDropbox: bigint; bytes: bigint; owed: bigint; keptAway: bigint; unanswered: bigint; changed: bigint; copies: bigint; copiesOwed: bigint; checkedAt: Date | null }

/**
 * The certificate: per account and period how many receipts there are, how many are in Dropbox with a verified content hash, and when the oldest of
 * these was last confirmed. Every qualifying receipt is counted once; what an open question about a mass deletion covers does not count as there; certified copies are counted apart, and their bytes and checks are part of the whole. @throws AppError `not_found` for another organization's connection.
 */
export async function certificate(organizationId: string, connectionId: string): Promise<CertificateRow[]> {
  const connection = await db().connection.findFirst({ where: { id: connectionId, organizationId } })
  if (!connection) throw new AppError('not_found', connectionId)
  const { periodKind } = connection
  const months = await monthsOfConnection(organizationId, connectionId, readGuard(connection.deletionGuard)?.folders.map(pathKey))
  const rows = await db().$queryRaw<Row[]>`
    SELECT a.label AS "accountLabel", ${periodNameSql(Prisma.sql`p.start`, periodKind)} AS period, p.* FROM (
      SELECT m."accountId", date_trunc(${periodKind}, m.month::timestamp) AS start, sum(m.exports) AS receipts, sum(m.done - m.unanswered) AS "inDropbox", sum(m.unanswered) AS unanswered,
        sum(m."doneBytes" - m."unansweredBytes")::bigint AS bytes, sum(m.owed) AS owed, sum(m.tombstoned) AS "keptAway", sum(m.changed - m."unansweredChanged") AS changed,
        sum(m."copiesDone" - m."unansweredCopies") AS copies, sum(m."copiesOwed") AS "copiesOwed", CASE WHEN sum(m.unchecked) = 0 THEN min(m."checkedAt") END AS "checkedAt"
      FROM (${months}) m WHERE m.exports + m."copiesDone" + m."copiesOwed" > 0 GROUP BY 1, 2) p
    JOIN "CurrentAccount" a ON a.id = p."accountId" ORDER BY a."isMain" DESC, a.label, a.id, p.start DESC`
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
