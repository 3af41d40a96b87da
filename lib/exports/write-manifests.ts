import 'server-only'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { appendBatch } from '@/lib/dropbox/append-batch'
import { commitBatch } from '@/lib/dropbox/commit-batch'
import { contentHash } from '@/lib/dropbox/content-hash'
import type { FileEntry } from '@/lib/dropbox/entry'
import { getEntry } from '@/lib/dropbox/get-entry'
import { overwriteOwnFile } from '@/lib/dropbox/overwrite-own-file'
import { joinPath } from '@/lib/dropbox/paths'
import type { DropboxSession } from '@/lib/dropbox/session'
import { startSessions } from '@/lib/dropbox/start-sessions'
import { allCapabilities } from '@/lib/dropbox/upload-capabilities'
import { uploadFile } from '@/lib/dropbox/upload-file'
import { AppError } from '@/lib/errors'
import type { PeriodKind } from '@/lib/generated/prisma/enums'
import { newRowId } from '@/lib/sources/new-row-id'
import { holdLock } from './hold-lock'
import { inTransaction } from './in-transaction'
import { manifestCsv } from './manifest-csv'
import { manifestLines } from './manifest-lines'
import { numberedName } from './numbered-name'
import type { RunRef } from './run-ref'
import { staleManifests, type StaleManifest } from './stale-manifests'

/** Names tried before giving up for this run: each one before is a file that somebody else wrote or edited. */
const MOST_NAMES = 9
const AT_ONCE = 100

type Zone = { timeZone: string; periodKind: PeriodKind }

const nameOf = ({ period }: StaleManifest) => `_Qonto receipts ${period}.csv`

/**
 * Brings the manifests beside the files up to date. A manifest is replaced only while it is as we wrote it: one that was edited stays, and ours goes on
 * under the next name. Quiet when nothing changed. @throws AppError what Dropbox refuses for the whole account.
 */
export async function writeManifests(ref: RunRef, session: DropboxSession, naming: Zone): Promise<number> {
  const stale = await staleManifests(ref, naming)
  const isFirst = (one: StaleManifest) => one.manifestId === null
  const first = stale.filter(isFirst)
  for (let at = 0; at < first.length; at += AT_ONCE) await writeFirst(ref, session, first.slice(at, at + AT_ONCE), naming)
  for (const one of stale) if (!isFirst(one)) await writeAgain(ref, session, one, naming)
  return stale.length
}

const bytesOf = async (ref: RunRef, stale: StaleManifest, naming: Zone) => manifestCsv(await manifestLines(ref, { ...stale, ...naming }))

/** New manifests travel together, as receipts do: few calls for many of them. */
async function writeFirst(ref: RunRef, session: DropboxSession, stale: StaleManifest[], naming: Zone): Promise<void> {
  const capabilities = allCapabilities()
  const ids = await startSessions(session, stale.length, capabilities)
  const all = await Promise.all(stale.map(async (one, index) => ({ stale: one, bytes: await bytesOf(ref, one, naming), sessionId: ids[index] ?? '' })))
  const sent = await appendBatch(session, all.map(({ bytes, sessionId }) => ({ sessionId, offset: 0, bytes, close: true })), capabilities)
  const ready = all.filter((_, index) => sent[index]?.error === null)
  const outcomes = await commitBatch(
    session,
    ready.map(({ stale: one, bytes, sessionId }) => ({ sessionId, size: bytes.length, path: joinPath(one.folderPath, nameOf(one)), contentHash: contentHash(bytes) })),
    capabilities,
  )
  for (const [index, { stale: one, bytes }] of ready.entries()) {
    const outcome = outcomes[index]
    if (outcome?.entry) await record(ref, one, outcome.entry, outcome.entry.contentHash)
    else if (outcome?.error?.code === 'dropbox_path_conflict') await record(ref, one, await place(ref, session, one, bytes), contentHash(bytes))
    else if (outcome?.error && outcome.error.next !== 'skip_item') throw outcome.error
  }
}

async function writeAgain(ref: RunRef, session: DropboxSession, stale: StaleManifest, naming: Zone): Promise<void> {
  const bytes = await bytesOf(ref, stale, naming)
  const hash = contentHash(bytes)
  await record(ref, stale, hash === stale.contentHash ? null : await place(ref, session, stale, bytes), hash)
}

/** Notes what was written and from what; `entry` is null when the content had not changed. */
async function record(ref: RunRef, stale: StaleManifest, entry: FileEntry | null, hash: string): Promise<void> {
  await inTransaction(async (tx) => {
    await holdLock(tx, ref)
    await tx.$executeRaw`
      INSERT INTO "Manifest" (id, "organizationId", "connectionId", "folderId", path, "dropboxId", rev, "contentHash", basis, "writtenAt")
      VALUES (${stale.manifestId ?? newRowId()}, ${ref.organizationId}, ${ref.connectionId}, ${stale.folderId}, ${entry?.pathDisplay ?? stale.path ?? ''}, ${entry?.id ?? ''},
        ${entry?.rev ?? stale.rev ?? ''}, ${hash}, ${stale.basis}, ${now()})
      ON CONFLICT ("folderId") DO UPDATE SET basis = EXCLUDED.basis, "writtenAt" = EXCLUDED."writtenAt", path = EXCLUDED.path, rev = EXCLUDED.rev,
        "contentHash" = EXCLUDED."contentHash", "dropboxId" = CASE WHEN EXCLUDED."dropboxId" = '' THEN "Manifest"."dropboxId" ELSE EXCLUDED."dropboxId" END`
  })
}

/** Writes to the manifest's own place, or to the first name that is free or holds what this organization's app wrote. */
async function place(ref: RunRef, session: DropboxSession, stale: StaleManifest, bytes: Buffer): Promise<FileEntry> {
  const name = nameOf(stale)
  for (let number = 1; number <= MOST_NAMES; number++) {
    const path = joinPath(stale.folderPath, numberedName(name, number))
    try {
      return stale.rev !== null && stale.path === path ? await overwriteOwnFile(session, { path, rev: stale.rev, bytes }) : await uploadFile(session, { path, bytes })
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'dropbox_path_conflict') throw thrown
      const ours = await findOurs(ref, session, path)
      if (ours) return overwriteOwnFile(session, { path, rev: ours.rev, bytes })
    }
  }
  throw new AppError('dropbox_path_conflict', 'no free name for the manifest')
}

/** A manifest that this organization's app wrote (for an earlier connection, say) and nobody has changed since. */
async function findOurs(ref: RunRef, session: DropboxSession, path: string): Promise<FileEntry | null> {
  const entry = await getEntry(session, path)
  if (entry?.kind !== 'file') return null
  const known = await db().manifest.findFirst({ where: { organizationId: ref.organizationId, rev: entry.rev, contentHash: entry.contentHash } })
  return known ? entry : null
}
