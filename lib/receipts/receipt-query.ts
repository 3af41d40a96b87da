import { cache } from 'react'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { Prisma } from '@/lib/generated/prisma/client'
import { monthBounds } from './month-bounds'
import type { ReceiptFilter, ReceiptState } from './present'
import { readSearch } from './search-condition'

/** What decides where receipts stand: the live connection, if any, and the organization's zone for months. */
export type ReceiptScope = { organizationId: string; timeZone: string; connectionId: string | null; startAt: Date | null }

/** One row of the query below. */
export type ReceiptRecord = {
  id: string
  externalId: string
  fileName: string
  contentType: string
  size: bigint
  addedAt: Date
  emittedAt: Date
  transactionId: string
  counterparty: string
  amountCents: bigint
  currency: string
  side: string
  accountId: string
  accountExternalId: string
  accountLabel: string
  state: ReceiptState
  problem: string | null
  path: string | null
}

/** Read once for each page. @throws AppError `not_found` for an unknown organization. */
export const receiptScope = cache(async (organizationId: string): Promise<ReceiptScope> => {
  const [scope] = await db().$queryRaw<ReceiptScope[]>`
    SELECT o."id" AS "organizationId", o."timeZone", c."id" AS "connectionId", c."startAt" FROM "Organization" o
    LEFT JOIN "Connection" c ON c."organizationId" = o."id" AND c."liveKey" = o."id" WHERE o."id" = ${organizationId}`
  if (!scope) throw new AppError('not_found')
  return scope
})

/** Each receipt's export to the live connection. */
const exportTable = (scope: ReceiptScope) => Prisma.sql`LEFT JOIN "Export" e ON e."connectionId" = ${scope.connectionId} AND e."receiptId" = r."id" AND e."kind" = 'original'`

/** The same with everything a row shows. */
export const receiptTables = (scope: ReceiptScope) => Prisma.sql`
  FROM "Receipt" r ${exportTable(scope)} JOIN "Transaction" t ON t."id" = r."transactionId" JOIN "CurrentAccount" a ON a."id" = r."accountId"`

/** A receipt without an export waits when it qualifies (design §3): the next run will owe it. */
const stateOf = ({ startAt }: ReceiptScope) => Prisma.sql`CASE
  WHEN e."state" = 'done' THEN CASE WHEN e."changedAt" IS NULL THEN 'in_dropbox' ELSE 'changed' END
  WHEN e."state" = 'tombstoned' THEN 'kept_away'
  WHEN e."state" = 'owed' THEN CASE WHEN e."problem" IS NULL THEN 'waiting' ELSE 'problem' END
  WHEN r."addedAt" >= ${startAt} OR r."emittedAt" >= ${startAt} THEN 'waiting'
  ELSE 'outside' END`

export const receiptColumns = (scope: ReceiptScope) => Prisma.sql`
  r."id", r."externalId", r."fileName", r."contentType", r."size", r."addedAt", r."emittedAt", r."transactionId",
  t."counterparty", t."amountCents", t."currency", t."side", r."accountId", a."externalId" AS "accountExternalId", a."label" AS "accountLabel",
  ${stateOf(scope)} AS "state", e."problem", e."path"`

/** A receipt that was removed at the source is listed only while its copy is in Dropbox. */
export const isListed = Prisma.sql`(r."removedAt" IS NULL OR e."state" = 'done')`

/** SQL for id and moment of those of `found` that a filter asks for. Exports are read only for a state, and for the few that were removed. */
export function foundReceipts(scope: ReceiptScope, filter: ReceiptFilter, found: Prisma.Sql): Prisma.Sql {
  const ofState = filter.state ? Prisma.sql`${exportTable(scope)} WHERE ${stateCondition(scope, filter.state, true)} AND ${isListed}` : Prisma.sql`
    WHERE (r."removedAt" IS NULL OR EXISTS (SELECT 1 FROM "Export" e WHERE e."connectionId" = ${scope.connectionId} AND e."receiptId" = r.id AND e.kind = 'original' AND e.state = 'done'))`
  return Prisma.sql`SELECT r.id, r."emittedAt" FROM (${found}) r ${ofState} AND ${receiptConditions(scope, filter)}`
}

/** What a filter asks of the receipt itself: organization, account and month. */
export function receiptConditions(scope: ReceiptScope, filter: ReceiptFilter): Prisma.Sql {
  const conditions = [Prisma.sql`r."organizationId" = ${scope.organizationId}`]
  if (filter.accountId) conditions.push(Prisma.sql`r."accountId" = ${filter.accountId}`)
  if (filter.month) {
    const { from, to } = monthBounds(filter.month, scope.timeZone)
    conditions.push(Prisma.sql`r."emittedAt" >= ${from} AND r."emittedAt" < ${to}`)
  }
  return Prisma.join(conditions, ' AND ')
}

/**
 * The receipts that a search means, as rows "r" of what filters and pages need: every word in the file's name or the counterparty, or its amount; null when
 * there is nothing to search for. Words are looked up in each table by itself, so that its index answers (prisma/migrations, `…_words_idx`): a condition
 * over a join would read all rows.
 */
export function searchedReceipts({ organizationId }: ReceiptScope, text: string | undefined): Prisma.Sql | null {
  const asked = readSearch(text)
  if (!asked) return null
  const ofTransaction = (condition: Prisma.Sql) => Prisma.sql`
    SELECT ${FOUND} FROM "Transaction" f JOIN "Receipt" r ON r."transactionId" = f.id AND r."organizationId" = f."organizationId" WHERE f."organizationId" = ${organizationId} AND ${condition}`
  const holding = asked.patterns.map((pattern) => Prisma.sql`
    (SELECT ${FOUND} FROM "Receipt" r WHERE r."organizationId" = ${organizationId} AND r."fileName" ILIKE ${pattern} UNION ${ofTransaction(Prisma.sql`f."counterparty" ILIKE ${pattern}`)})`)
  const words = Prisma.join(holding, ' INTERSECT ')
  return asked.amount ? Prisma.sql`(${words}) UNION (${ofTransaction(Prisma.sql`f."amountCents" BETWEEN ${asked.amount.from} AND ${asked.amount.to}`)})` : words
}
const FOUND = Prisma.sql`r.id, r."organizationId", r."accountId", r."emittedAt", r."addedAt", r."removedAt"`

/** The column of lib/counts that says how many receipts of a state, or of all, the list holds. */
export const countedIn = (state: ReceiptState | undefined): Prisma.Sql => COUNTED[state ?? 'all']
const COUNTED: Record<ReceiptState | 'all', Prisma.Sql> = {
  all: Prisma.sql`m.listed`,
  in_dropbox: Prisma.sql`(m.done - m."doneChanged")`,
  changed: Prisma.sql`m."doneChanged"`,
  kept_away: Prisma.sql`m."listedKeptAway"`,
  problem: Prisma.sql`m."listedProblem"`,
  waiting: Prisma.sql`m."listedWaiting"`,
  outside: Prisma.sql`m."listedOutside"`,
}

/** The same as `stateOf(scope) = state`, in a form that lets few exports be found first; `isSeen` says that some receipts may have no export yet. */
export function stateCondition({ startAt }: ReceiptScope, state: ReceiptState, isSeen: boolean): Prisma.Sql {
  const qualifies = Prisma.sql`COALESCE(r."addedAt" >= ${startAt} OR r."emittedAt" >= ${startAt}, false)`
  return {
    in_dropbox: Prisma.sql`e."state" = 'done' AND e."changedAt" IS NULL`,
    changed: Prisma.sql`e."state" = 'done' AND e."changedAt" IS NOT NULL`,
    kept_away: Prisma.sql`e."state" = 'tombstoned'`,
    problem: Prisma.sql`e."state" = 'owed' AND e."problem" IS NOT NULL`,
    waiting: isSeen ? Prisma.sql`(e."state" = 'owed' AND e."problem" IS NULL OR e."state" IS NULL AND ${qualifies})` : Prisma.sql`e."state" = 'owed' AND e."problem" IS NULL`,
    outside: Prisma.sql`e."state" IS NULL AND NOT ${qualifies}`,
  }[state]
}
