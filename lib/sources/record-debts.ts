import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'
import type { ErrorCode } from '@/lib/errors'
import { newRowId } from './new-row-id'

/** `accounts`, `account:<external id>`, `transaction:<external id>` or `attachment:<external id>`. */
export type Debt = { key: string; cause: ErrorCode }

/** Writes down what could not be read, so that the next mirror asks for it again. One row per key; a repeat counts as an attempt. */
export async function recordDebts(tx: Tx, organizationId: string, debts: Debt[]): Promise<void> {
  if (debts.length === 0) return
  const rows = [...new Map(debts.map((debt) => [debt.key, { id: newRowId(), ...debt }])).values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  await tx.$executeRaw`
    INSERT INTO "MirrorDebt" ("id", "organizationId", "key", "cause", "firstAt", "lastAt")
    SELECT x."id", ${organizationId}, x."key", x."cause", ${now()}, ${now()}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("id" text, "key" text, "cause" text)
    ON CONFLICT ("organizationId", "key") DO UPDATE SET "cause" = excluded."cause", "attempts" = "MirrorDebt"."attempts" + 1, "lastAt" = excluded."lastAt"`
}

/** What was owed under this key has been read, or is confirmed to be gone. */
export async function settleDebt(tx: Tx, organizationId: string, key: string): Promise<void> {
  await tx.mirrorDebt.deleteMany({ where: { organizationId, key } })
}
