import 'server-only'
import { commitBatch, type Commit } from '@/lib/dropbox/commit-batch'
import type { FileEntry } from '@/lib/dropbox/entry'
import type { AppError } from '@/lib/errors'
import { inTransaction } from './in-transaction'
import { nextFreePlaces } from './next-free-places'
import { recordDone, recordReceived, type DoneFact } from './states'
import type { UploadContext } from './upload-context'
import type { Sent, UploadItem } from './upload-item'

/** A file that Dropbox stamped longer ago than this was not made by this commit: identical bytes were there. */
const ADOPTED_AFTER_MS = 60_000

export type Unsettled = { item: UploadItem; error: AppError }

/**
 * Commits what was sent and records what is now verified in Dropbox, in one statement under the run's lock. Foreign bytes in the way lead to the
 * next free name. Returns the items that did not arrive, each with its cause. Safe to repeat. @throws AppError for the whole account.
 */
export async function commitSent(context: UploadContext, sent: Sent[]): Promise<Unsettled[]> {
  const { ref, session, capabilities, at } = context
  const unsettled: Unsettled[] = []
  await inTransaction((tx) => recordReceived(tx, ref, sent.map(({ item, contentHash }) => ({ exportId: item.row.exportId, contentHash }))))
  let open = sent
  while (open.length > 0) {
    await at?.('before commit')
    const begunAt = Date.now()
    const outcomes = await commitBatch(session, open.map(toCommit), capabilities)
    await at?.('after commit')
    const facts: DoneFact[] = []
    const inTheWay: Sent[] = []
    outcomes.forEach(({ entry, error }, index) => {
      const one = open[index]
      if (!one) return
      if (entry) facts.push(toFact(one, entry, begunAt))
      else if (error.code === 'dropbox_path_conflict') inTheWay.push(one)
      else unsettled.push({ item: one.item, error })
      if (error?.code === 'dropbox_path_conflict') context.conflicts.set(one.item.row.exportId, error)
    })
    await recordFacts(context, facts)
    await at?.('after record')
    const moved = new Map((await nextFreePlaces(ref, inTheWay.map(({ item }) => item))).map((item) => [item.row.exportId, item]))
    open = inTheWay.flatMap((one) => {
      const item = moved.get(one.item.row.exportId)
      const error = context.conflicts.get(one.item.row.exportId)
      if (!item && error) unsettled.push({ item: one.item, error })
      return item ? [{ ...one, item }] : []
    })
  }
  return unsettled
}

/** Records files that are verified in Dropbox, and counts them in the run. */
export async function recordFacts({ ref }: UploadContext, facts: DoneFact[]): Promise<void> {
  if (facts.length === 0) return
  const adopted = facts.filter((fact) => fact.isAdopted)
  const uploaded = facts.filter((fact) => !fact.isAdopted)
  await inTransaction(async (tx) => {
    await recordDone(tx, ref, facts)
    await tx.run.update({
      where: { id: ref.runId },
      data: {
        uploadedCount: { increment: uploaded.length },
        uploadedBytes: { increment: uploaded.reduce((sum, fact) => sum + fact.size, 0) },
        adoptedCount: { increment: adopted.length },
      },
    })
  })
}

const toCommit = ({ item, sessionId, size, contentHash }: Sent): Commit => ({ sessionId, size, path: item.path, contentHash, clientModified: item.row.addedAt })

export function toFact({ item, contentHash }: Pick<Sent, 'item' | 'contentHash'>, entry: FileEntry, begunAt: number): DoneFact {
  return {
    exportId: item.row.exportId,
    path: entry.pathDisplay,
    dropboxId: entry.id,
    rev: entry.rev,
    size: entry.size,
    contentHash,
    isAdopted: Date.parse(entry.serverModified) < begunAt - ADOPTED_AFTER_MS,
  }
}
