import 'server-only'
import { randomUUID } from 'node:crypto'
import { dropboxSession } from '@/lib/connections/dropbox-session'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import type { DropboxSession } from '@/lib/dropbox/session'
import { AppError } from '@/lib/errors'
import type { RunRef } from '@/lib/exports/run-ref'
import { readGuard } from './guard'
import { isWholeTreeDue } from './is-whole-tree-due'
import { loadFolders } from './load-folders'
import { observe } from './observe'
import { recordVerdicts } from './record-verdicts'
import { restoreBroughtBack } from './restore-brought-back'
import { settleQuestions } from './settle-questions'

/** Receipts by what was decided, and whether a person has to answer before the rest can be. */
export type Reconciled = { returned: number; tombstoned: number; moved: number; edited: number; guardAsked: boolean }

const NOTHING: Reconciled = { returned: 0, tombstoned: 0, moved: 0, edited: 0, guardAsked: false }

/**
 * Decides what people deleted, moved, edited or restored in Dropbox since the last pass, before anything is uploaded. Afterwards the ledger
 * says what Dropbox confirmed, the cursor continues there, and what people asked back is restored where Dropbox still holds it. Without
 * changes it costs one call. Safe to repeat.
 * @throws AppError when Dropbox did not answer everything, or the run has lost the connection: then nothing was decided.
 */
export async function reconcileDeletions(ref: RunRef, open: (connectionId: string) => DropboxSession | Promise<DropboxSession> = dropboxSession): Promise<Reconciled> {
  const connection = await db().connection.findFirst({ where: { id: ref.connectionId, organizationId: ref.organizationId } })
  if (!connection) throw new AppError('not_found', ref.connectionId)
  const guard = readGuard(connection.deletionGuard)
  const isWaiting = guard !== null && guard.answer === undefined
  const session = await open(ref.connectionId)
  const folders = await loadFolders(ref)
  const isDue = guard?.answer !== undefined || isWholeTreeDue(connection.id, connection.reconciledAt, now())
  let observation = await observe(session, ref, connection, folders, isDue)
  if (observation.isQuiet || (isWaiting && !observation.hasRoot)) {
    await recordVerdicts(ref, { cursor: observation.cursor, guard, verdicts: null })
    await restoreBroughtBack(ref, session)
    return { ...NOTHING, guardAsked: isWaiting }
  }
  // What the open question is about is not in the changes any more: only the whole tree shows whether it still stands.
  if (isWaiting) observation = await observe(session, ref, connection, folders, true)
  const { connectionId, organizationId } = ref
  const doneCount = await db().export.count({ where: { connectionId, organizationId, state: 'done' } })
  const verdicts = await settleQuestions(ref, observation, { doneCount, guard, newId: randomUUID })
  await recordVerdicts(ref, { cursor: observation.cursor, guard, verdicts })
  await restoreBroughtBack(ref, session)
  return {
    returned: verdicts.returned.length,
    tombstoned: guard?.answer === 'bring_back' ? 0 : verdicts.tombstoned.length,
    moved: verdicts.present.filter((found) => found.isMoved).length + verdicts.folders.moved.length,
    edited: verdicts.present.filter((found) => found.isChanged && !found.export.isChanged).length,
    guardAsked: verdicts.guard !== null,
  }
}
