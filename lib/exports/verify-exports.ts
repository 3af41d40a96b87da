import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import { now } from '@/lib/clock'
import { dropboxSession } from '@/lib/connections/dropbox-session'
import { db } from '@/lib/db'
import type { FileEntry } from '@/lib/dropbox/entry'
import { getEntry } from '@/lib/dropbox/get-entry'
import { listFolderPages } from '@/lib/dropbox/list-folder-pages'
import type { DropboxSession } from '@/lib/dropbox/session'
import { AppError } from '@/lib/errors'
import { inTransaction } from './in-transaction'
import { judgeFile, type Judgement, type LedgerFile } from './judge-file'
import { readDone } from './read-done'
import type { RunRef } from './run-ref'
import { recordChanged, recordOwedAgain, recordVerified } from './states'
import { withLease } from './with-lease'

export type Verification = { confirmed: number; changed: number; mismatched: number; missing: number }

const PAGE = 2000

/**
 * Compares Dropbox's listing of the tree with the ledger by id, size and content hash, reading no content. What agrees is confirmed; what was edited
 * is marked; bytes that are not the source's are owed again, with an audit entry. A file that is missing decides nothing here: deletions have their
 * own rules. Runs under the connection's lock.
 */
export async function verifyExports(ref: RunRef): Promise<Verification> {
  return withLease(ref, async (signal) => {
    const session = await dropboxSession(ref.connectionId, { signal })
    const listed = await listTree(ref, session)
    const result: Verification = { confirmed: 0, changed: 0, mismatched: 0, missing: 0 }
    for (let after = ''; ; ) {
      const files = await readDone(ref, after, PAGE)
      await recordJudgements(ref, await judgeAll(session, files, listed), result)
      const last = files.at(-1)
      if (!last) break
      after = last.exportId
    }
    if (result.missing === 0 && result.mismatched === 0) {
      await db().connection.updateMany({ where: { id: ref.connectionId, organizationId: ref.organizationId }, data: { verifiedAt: now() } })
    }
    return result
  })
}

/** Confirms some of the files by asking for each: a cheap sample for every night. */
export async function verifySample(ref: RunRef, size = 20): Promise<Verification> {
  return withLease(ref, async (signal) => {
    const session = await dropboxSession(ref.connectionId, { signal })
    const rows = await db().$queryRaw<LedgerFile[]>`
      SELECT id AS "exportId", "dropboxId", rev, size, "contentHash" FROM "Export"
      WHERE "connectionId" = ${ref.connectionId} AND "organizationId" = ${ref.organizationId} AND state = 'done' ORDER BY "verifiedAt" NULLS FIRST, id LIMIT ${size}`
    const result: Verification = { confirmed: 0, changed: 0, mismatched: 0, missing: 0 }
    await recordJudgements(ref, await judgeAll(session, rows, new Map()), result)
    return result
  })
}

async function listTree(ref: RunRef, session: DropboxSession): Promise<Map<string, FileEntry>> {
  const listed = new Map<string, FileEntry>()
  const root = await db().exportFolder.findFirst({ where: { connectionId: ref.connectionId, organizationId: ref.organizationId, kind: 'root', deletedAt: null } })
  if (!root) return listed
  try {
    for await (const page of listFolderPages(session, { path: root.dropboxId ?? root.path, recursive: true })) {
      for (const entry of page.entries) if (entry.kind === 'file') listed.set(entry.id, entry)
    }
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'dropbox_not_found') throw thrown
  }
  return listed
}

/** A file that the listing lacks may have been moved out of the tree: it is asked for by id. */
async function judgeAll(session: DropboxSession, files: LedgerFile[], listed: Map<string, FileEntry>): Promise<{ exportId: string; judgement: Judgement }[]> {
  const judged: { exportId: string; judgement: Judgement }[] = []
  for (const file of files) {
    const entry = listed.get(file.dropboxId) ?? (await getEntry(session, file.dropboxId))
    judged.push({ exportId: file.exportId, judgement: judgeFile(file, entry?.kind === 'file' ? entry : null) })
  }
  return judged
}

async function recordJudgements(ref: RunRef, judged: { exportId: string; judgement: Judgement }[], result: Verification): Promise<void> {
  const of = (wanted: Judgement) => judged.filter(({ judgement }) => judgement === wanted).map(({ exportId }) => exportId)
  const [confirmed, changed, mismatched] = [of('confirmed'), of('changed'), of('mismatched')]
  result.missing += of('missing').length
  if (confirmed.length + changed.length + mismatched.length === 0) return
  await inTransaction(async (tx) => {
    result.confirmed += await recordVerified(tx, ref, confirmed)
    await recordChanged(tx, ref, changed)
    result.changed += changed.length
    const count = await recordOwedAgain(tx, ref, 'mismatch', mismatched)
    result.mismatched += count
    if (count > 0) {
      const detail = { connectionId: ref.connectionId, count, firstExportId: mismatched[0] ?? null }
      await recordAudit(tx, { organizationId: ref.organizationId, actor: { name: 'Verification' }, action: 'verify_mismatch', detail })
    }
  })
}
