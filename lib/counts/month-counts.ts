import { Prisma } from '@/lib/generated/prisma/client'

/** Of which connection, and from which start on, receipts are counted; null where nothing is connected. */
export type Basis = { organizationId: string; connectionId: string | null; startAt: Date | null; timeZone: string }

/** The columns of one account's month, as "AccountMonth" has them. */
export const MONTH_COLUMNS = Prisma.raw(
  [
    'organizationId', 'accountId', 'month', 'listed', 'listedWaiting', 'listedProblem', 'listedKeptAway', 'listedOutside', 'exports', 'done', 'doneChanged', 'doneBytes', 'owed', 'owedBytes', 'failing',
    'tombstoned', 'changed', 'copiesDone', 'copiesOwed', 'copiesFailing', 'seen', 'seenBytes', 'unchecked', 'checkedAt', 'transactions', 'missing',
  ].map((name) => `"${name}"`).join(', '),
)

/** What the columns count of a receipt "r", its export "o" and the export "c" of its certified copy; both may be missing. */
const receiptCounts = ({ startAt }: Basis) => Prisma.sql`
  count(*) FILTER (WHERE r."removedAt" IS NULL OR o.state = 'done') AS listed,
  count(*) FILTER (WHERE r."removedAt" IS NULL AND (o.state = 'owed' AND o.problem IS NULL OR o.id IS NULL AND ${qualifies(startAt)})) AS "listedWaiting",
  count(*) FILTER (WHERE r."removedAt" IS NULL AND o.state = 'owed' AND o.problem IS NOT NULL) AS "listedProblem",
  count(*) FILTER (WHERE r."removedAt" IS NULL AND o.state = 'tombstoned') AS "listedKeptAway",
  count(*) FILTER (WHERE r."removedAt" IS NULL AND o.id IS NULL AND NOT ${qualifies(startAt)}) AS "listedOutside",
  count(o.id) AS exports,
  count(*) FILTER (WHERE o.state = 'done') AS done,
  count(*) FILTER (WHERE o.state = 'done' AND o."changedAt" IS NOT NULL) AS "doneChanged",
  (coalesce(sum(o.size) FILTER (WHERE o.state = 'done'), 0) + coalesce(sum(c.size) FILTER (WHERE c.state = 'done'), 0))::bigint AS "doneBytes",
  count(*) FILTER (WHERE o.state = 'owed') AS owed,
  (coalesce(sum(o.size) FILTER (WHERE o.state = 'owed'), 0) + coalesce(sum(c.size) FILTER (WHERE c.state = 'owed'), 0))::bigint AS "owedBytes",
  count(*) FILTER (WHERE o.state = 'owed' AND o.problem IS NOT NULL) AS failing,
  count(*) FILTER (WHERE o.state = 'tombstoned') AS tombstoned,
  count(*) FILTER (WHERE o.state = 'done' AND o."changedAt" IS NOT NULL) + count(*) FILTER (WHERE c.state = 'done' AND c."changedAt" IS NOT NULL) AS changed,
  count(*) FILTER (WHERE c.state = 'done') AS "copiesDone",
  count(*) FILTER (WHERE c.state = 'owed') AS "copiesOwed",
  count(*) FILTER (WHERE c.state = 'owed' AND c.problem IS NOT NULL) AS "copiesFailing",
  count(*) FILTER (WHERE r."removedAt" IS NULL AND o.id IS NULL AND ${qualifies(startAt)}) AS seen,
  coalesce(sum(r.size) FILTER (WHERE r."removedAt" IS NULL AND o.id IS NULL AND ${qualifies(startAt)}), 0)::bigint AS "seenBytes",
  count(*) FILTER (WHERE o.state = 'done' AND o."verifiedAt" IS NULL) + count(*) FILTER (WHERE c.state = 'done' AND c."verifiedAt" IS NULL) AS unchecked,
  least(min(o."verifiedAt") FILTER (WHERE o.state = 'done'), min(c."verifiedAt") FILTER (WHERE c.state = 'done')) AS "checkedAt"`

/** A receipt qualifies by either date (design §3); none does while nothing is connected. */
const qualifies = (startAt: Date | null) => Prisma.sql`coalesce(r."addedAt" >= ${startAt}::timestamptz OR r."emittedAt" >= ${startAt}::timestamptz, false)`

/** An open question about a mass deletion: what its folders hold is done by the ledger, and perhaps no longer there. */
const unansweredCounts = Prisma.sql`
  count(*) FILTER (WHERE o.state = 'done' AND o."isAsked") AS unanswered,
  (coalesce(sum(o.size) FILTER (WHERE o.state = 'done' AND o."isAsked"), 0) + coalesce(sum(c.size) FILTER (WHERE c.state = 'done' AND c."isAsked"), 0))::bigint AS "unansweredBytes",
  count(*) FILTER (WHERE o.state = 'done' AND o."isAsked" AND o."changedAt" IS NOT NULL) + count(*) FILTER (WHERE c.state = 'done' AND c."isAsked" AND c."changedAt" IS NOT NULL) AS "unansweredChanged",
  count(*) FILTER (WHERE c.state = 'done' AND c."isAsked") AS "unansweredCopies"`

/** The columns of an open question where there is none. */
export const NOTHING_ASKED = Prisma.sql`0 AS unanswered, 0::bigint AS "unansweredBytes", 0 AS "unansweredChanged", 0 AS "unansweredCopies"`

const exportsOf = (connectionId: string | null, kind: 'original' | 'certified', asked: string[]) => Prisma.sql`
  (SELECT e.*, ${asked.length === 0 ? Prisma.sql`false` : Prisma.sql`EXISTS (SELECT 1 FROM unnest(${asked}::text[]) g(key) WHERE starts_with(e."pathKey", g.key || '/'))`} AS "isAsked"
   FROM "Export" e WHERE e."connectionId" = ${connectionId} AND e.kind = ${kind}::"ExportKind")`

/** The months that a UTC month touches, and all months in which there is anything. */
export const monthsTouching = (utcMonths: Date[], timeZone: string) => Prisma.sql`
  SELECT DISTINCT date_trunc('month', moment AT TIME ZONE ${timeZone})::date AS month FROM unnest(${utcMonths}::date[]) u,
    LATERAL (VALUES (u::timestamp AT TIME ZONE 'UTC'), ((u + interval '1 month' - interval '1 millisecond') AT TIME ZONE 'UTC')) v(moment)`
export const allMonths = ({ organizationId, timeZone }: Basis) => Prisma.sql`
  SELECT generate_series(date_trunc('month', min(t."emittedAt") AT TIME ZONE ${timeZone}), date_trunc('month', max(t."emittedAt") AT TIME ZONE ${timeZone}), '1 month')::date AS month
  FROM (SELECT "emittedAt" FROM "Transaction" WHERE "organizationId" = ${organizationId} UNION ALL SELECT "emittedAt" FROM "Receipt" WHERE "organizationId" = ${organizationId}) t`

/**
 * SQL that counts the given months (rows with `month`) from the receipts, exports and transactions themselves: the columns of "AccountMonth" and, with
 * the folders (as path keys) of an open question, those of what is unanswered. The beginning of a month is midnight on the zone's clock.
 */
export function countMonths(basis: Basis, months: Prisma.Sql, asked: string[] = []): Prisma.Sql {
  const { organizationId, connectionId, timeZone } = basis
  const inSpan = (table: 'r' | 't') => Prisma.sql`${Prisma.raw(table)}."organizationId" = ${organizationId} AND ${Prisma.raw(table)}."emittedAt" >= s.lower AND ${Prisma.raw(table)}."emittedAt" < s.upper`
  return Prisma.sql`
    WITH spans AS MATERIALIZED (
      SELECT m.month, m.month::timestamp AT TIME ZONE ${timeZone} AS lower, (m.month + interval '1 month') AT TIME ZONE ${timeZone} AS upper FROM (${months}) m),
    receipts AS (
      SELECT r."accountId", s.month, ${receiptCounts(basis)}, ${unansweredCounts}
      FROM spans s JOIN "Receipt" r ON ${inSpan('r')}
      LEFT JOIN ${exportsOf(connectionId, 'original', asked)} o ON o."receiptId" = r.id LEFT JOIN ${exportsOf(connectionId, 'certified', asked)} c ON c."receiptId" = r.id
      GROUP BY 1, 2),
    transactions AS (
      SELECT t."accountId", s.month, count(*) AS transactions, count(*) FILTER (WHERE t.status <> 'declined'
        AND NOT EXISTS (SELECT 1 FROM "Receipt" r WHERE r."transactionId" = t.id AND r."removedAt" IS NULL)) AS missing
      FROM spans s JOIN "Transaction" t ON ${inSpan('t')} GROUP BY 1, 2)
    SELECT ${organizationId} AS "organizationId", "accountId", month, ${zeros(RECEIPT_COLUMNS)}, "checkedAt", ${zeros(['transactions', 'missing'])}, ${zeros(UNANSWERED_COLUMNS)}
    FROM receipts FULL JOIN transactions USING ("accountId", month)`
}

const RECEIPT_COLUMNS = [
  'listed', 'listedWaiting', 'listedProblem', 'listedKeptAway', 'listedOutside', 'exports', 'done', 'doneChanged', 'doneBytes', 'owed', 'owedBytes', 'failing', 'tombstoned', 'changed', 'copiesDone',
  'copiesOwed', 'copiesFailing', 'seen', 'seenBytes', 'unchecked',
]
const UNANSWERED_COLUMNS = ['unanswered', 'unansweredBytes', 'unansweredChanged', 'unansweredCopies']
const zeros = (names: string[]) => Prisma.raw(names.map((name) => `coalesce("${name}", 0) AS "${name}"`).join(', '))
