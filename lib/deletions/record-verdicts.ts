import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import { now } from '@/lib/clock'
import { db, type Tx } from '@/lib/db'
import { holdLock } from '@/lib/exports/hold-lock'
import type { RunRef } from '@/lib/exports/run-ref'
import { recordBroughtBack, recordFollowed, recordOwedAgain, recordPresent, recordTombstones } from '@/lib/exports/states'
import { Prisma } from '@/lib/generated/prisma/client'
import type { Verdicts } from './decide'
import { deletionEvents, type NewEvent } from './deletion-events'
import type { Guard } from './guard'
import { healDeletions } from './heal-deletions'
import { recordFolders } from './record-folders'
import { presentFact } from './present-fact'

export type Pass = { cursor: string | null; guard: Guard | null; verdicts: Verdicts | null }

async function storeEvents(tx: Tx, ref: RunRef, events: NewEvent[], decidedAt: Date): Promise<void> {
  if (events.length > 0) await tx.deletionEvent.createMany({ data: events.map((event) => ({ ...ref, ...event, decidedAt })) })
}

/** The moment that the recorded exports carry: by it their events find them again. */
async function momentOf(tx: Tx, exportId: string | undefined, column: 'owedSince' | 'tombstonedAt'): Promise<Date> {
  const row = exportId === undefined ? null : await tx.export.findUnique({ where: { id: exportId }, select: { owedSince: true, tombstonedAt: true } })
  return row?.[column] ?? now()
}

async function recordDeletions(tx: Tx, ref: RunRef, verdicts: Verdicts, guard: Guard | null): Promise<void> {
  const { returned, tombstoned } = verdicts
  const events = deletionEvents(verdicts)
  await storeEvents(tx, ref, events.others, now())
  if (returned.length + tombstoned.length === 0) return
  await recordTombstones(tx, ref, tombstoned.map(({ export: { id }, folder }) => ({ exportId: id, tombstonePath: folder })))
  await storeEvents(tx, ref, events.tombstoned, await momentOf(tx, tombstoned[0]?.export.id, 'tombstonedAt'))
  if (guard?.answer === 'bring_back') {
    await recordBroughtBack(tx, ref.organizationId, tombstoned.map(({ export: { id } }) => id))
    const back = events.tombstoned.map((event) => ({ ...event, kind: 'brought_back' as const }))
    await storeEvents(tx, ref, back, await momentOf(tx, tombstoned[0]?.export.id, 'owedSince'))
  }
  await recordOwedAgain(tx, ref, 'returned', returned.map(({ export: { id } }) => id))
  await recordFollowed(tx, ref, returned.flatMap(({ export: { id, path: before }, path }) => (path === before ? [] : [{ exportId: id, path }])))
  await storeEvents(tx, ref, events.returned, await momentOf(tx, returned[0]?.export.id, 'owedSince'))
  const detail = { connectionId: ref.connectionId, runId: ref.runId, returned: returned.length, kept_away: tombstoned.length }
  await recordAudit(tx, { organizationId: ref.organizationId, actor: { name: guard?.answeredBy ?? 'automatic' }, action: 'deletion_decided', detail })
}

/** The guard after a pass: asked anew, still open, or closed. */
function nextGuard(before: Guard | null, verdicts: Verdicts): Guard | null {
  if (!verdicts.guard) return null
  const isOpen = before !== null && before.answer === undefined
  return { seenAt: isOpen ? before.seenAt : now().toISOString(), ...verdicts.guard }
}

/**
 * Records a whole pass in one transaction, under the run's lock: verdicts and the cursor after them stand or fall together, so a pass that
 * dies is simply repeated. @throws AppError when the run has lost the connection; then nothing is recorded.
 */
export async function recordVerdicts(ref: RunRef, { cursor, guard, verdicts }: Pass): Promise<void> {
  await db().$transaction(
    async (tx) => {
      await holdLock(tx, ref)
      const at = now()
      const data: Prisma.ConnectionUpdateInput = { cursor, cursorAt: cursor === null ? null : at, reconciledAt: at }
      if (verdicts) {
        await recordFolders(tx, ref, verdicts.folders)
        await recordDeletions(tx, ref, verdicts, guard)
        await recordPresent(tx, ref, verdicts.present.map(presentFact))
        const next = nextGuard(guard, verdicts)
        data.deletionGuard = next ?? Prisma.DbNull
        if (next && (guard === null || guard.answer !== undefined)) {
          await storeEvents(tx, ref, [{ kind: 'guard_asked', path: next.folders[0] ?? '', receiptCount: next.receipts ?? next.missing }], at)
        }
      }
      await healDeletions(tx, ref.connectionId)
      await tx.connection.update({ where: { id: ref.connectionId }, data })
    },
    { timeout: 60_000, maxWait: 10_000 },
  )
}
