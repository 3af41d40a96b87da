import 'server-only'
import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'
import type { ErrorCode } from '@/lib/errors'
import { pathKey } from '@/lib/dropbox/paths'
import { holdLock } from './hold-lock'
import type { RunRef } from './run-ref'

// Every change of an export's state. Each function is one statement for the whole set, names the state it expects, runs inside
// the caller's transaction behind holdLock, and returns how many rows it changed: repeating it changes none.

export type DoneFact = { exportId: string; path: string; dropboxId: string; rev: string; size: number; contentHash: string; isAdopted: boolean }

/**
 * A path that a file really has wins over one that was only planned (owed) and over one that cannot be right any more (done, moved by the
 * user and not yet followed).
 */
const freeKeys = (tx: Tx, ref: RunRef, exportIds: string[], keys: string[]) => tx.$executeRaw`
  UPDATE "Export" SET "pathKey" = CASE WHEN state = 'done' THEN 'moved:' || id END
  WHERE "connectionId" = ${ref.connectionId} AND "pathKey" = ANY(${keys}::text[]) AND NOT (id = ANY(${exportIds}::text[]))`

/** owed → owed with a place of its own: chosen once, before anything is sent, and kept. Keys are freed first, so that places may be swapped. */
export async function recordPlaces(tx: Tx, ref: RunRef, places: { exportId: string; folderId: string; fileName: string; path: string }[]): Promise<number> {
  await holdLock(tx, ref)
  const ids = places.map((p) => p.exportId)
  await tx.$executeRaw`
    UPDATE "Export" SET "pathKey" = NULL WHERE id = ANY(${ids}::text[]) AND "connectionId" = ${ref.connectionId} AND state = 'owed'`
  return tx.$executeRaw`
    UPDATE "Export" e SET "folderId" = p.folder, "fileName" = p.name, path = p.path, "pathKey" = p.key
    FROM unnest(${ids}::text[], ${places.map((p) => p.folderId)}::text[], ${places.map((p) => p.fileName)}::text[],
      ${places.map((p) => p.path)}::text[], ${places.map((p) => pathKey(p.path))}::text[]) AS p(export, folder, name, path, key)
    WHERE e.id = p.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'owed'`
}

/** owed → owed, its bytes received and about to be committed: with the hash known, a crash after the commit costs no second transfer. */
export async function recordReceived(tx: Tx, ref: RunRef, received: { exportId: string; contentHash: string }[]): Promise<number> {
  await holdLock(tx, ref)
  return tx.$executeRaw`
    UPDATE "Export" e SET "contentHash" = r.hash
    FROM unnest(${received.map((r) => r.exportId)}::text[], ${received.map((r) => r.contentHash)}::text[]) AS r(export, hash)
    WHERE e.id = r.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'owed'`
}

/** owed → owed, left for another run without a fault of its own: while a question about deleted folders is open. */
export async function recordHeld(tx: Tx, ref: RunRef, startedAt: Date, exportIds: string[]): Promise<number> {
  await holdLock(tx, ref)
  return tx.$executeRaw`
    UPDATE "Export" SET "lastAttemptAt" = ${startedAt}
    WHERE id = ANY(${exportIds}::text[]) AND "connectionId" = ${ref.connectionId} AND state = 'owed'`
}

/** owed → done. The caller has compared Dropbox's content hash with that of the bytes received from the source. */
export async function recordDone(tx: Tx, ref: RunRef, facts: DoneFact[]): Promise<number> {
  await holdLock(tx, ref)
  const at = now()
  const keys = facts.map((f) => pathKey(f.path))
  await freeKeys(tx, ref, facts.map((f) => f.exportId), keys)
  return tx.$executeRaw`
    UPDATE "Export" e SET state = 'done', "owedReason" = NULL, path = f.path, "pathKey" = f.key, "dropboxId" = f.id, rev = f.rev,
      size = f.size, "contentHash" = f.hash, "isAdopted" = f.adopted, "uploadedAt" = ${at}, "verifiedAt" = ${at}, "changedAt" = NULL,
      "tombstonedAt" = NULL, "tombstonePath" = NULL, problem = NULL, attempts = 0
    FROM unnest(${facts.map((f) => f.exportId)}::text[], ${facts.map((f) => f.path)}::text[], ${keys}::text[],
      ${facts.map((f) => f.dropboxId)}::text[], ${facts.map((f) => f.rev)}::text[], ${facts.map((f) => String(f.size))}::bigint[],
      ${facts.map((f) => f.contentHash)}::text[], ${facts.map((f) => f.isAdopted)}::boolean[])
      AS f(export, path, key, id, rev, size, hash, adopted)
    WHERE e.id = f.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'owed'`
}

/** owed → owed, with the cause. `startedAt` is that of the run: an export is tried once in a run. */
export async function recordFailures(tx: Tx, ref: RunRef, startedAt: Date, failures: { exportId: string; code: ErrorCode }[]): Promise<number> {
  await holdLock(tx, ref)
  return tx.$executeRaw`
    UPDATE "Export" e SET problem = f.code, attempts = e.attempts + 1, "lastAttemptAt" = ${startedAt}
    FROM unnest(${failures.map((f) => f.exportId)}::text[], ${failures.map((f) => f.code as string)}::text[]) AS f(export, code)
    WHERE e.id = f.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'owed'
      AND e."lastAttemptAt" IS DISTINCT FROM ${startedAt}`
}

/** done → owed: the file was deleted at Dropbox (`returned`) or its bytes there are not the source's (`mismatch`). Name and path stay. */
export async function recordOwedAgain(tx: Tx, ref: RunRef, reason: 'returned' | 'mismatch', exportIds: string[]): Promise<number> {
  await holdLock(tx, ref)
  return tx.$executeRaw`
    UPDATE "Export" SET state = 'owed', "owedReason" = ${reason}, "owedSince" = ${now()}, "changedAt" = NULL, problem = NULL,
      attempts = 0, "lastAttemptAt" = NULL
    WHERE id = ANY(${exportIds}::text[]) AND "connectionId" = ${ref.connectionId} AND state = 'done'`
}

/** done or owed → tombstoned. Its path is free for another receipt from now on; `tombstonePath` is the highest deleted folder. */
export async function recordTombstones(tx: Tx, ref: RunRef, tombstones: { exportId: string; tombstonePath: string }[]): Promise<number> {
  await holdLock(tx, ref)
  return tx.$executeRaw`
    UPDATE "Export" e SET state = 'tombstoned', "owedReason" = NULL, "tombstonedAt" = ${now()}, "tombstonePath" = t.path,
      "pathKey" = NULL, problem = NULL, attempts = 0
    FROM unnest(${tombstones.map((t) => t.exportId)}::text[], ${tombstones.map((t) => t.tombstonePath)}::text[]) AS t(export, path)
    WHERE e.id = t.export AND e."connectionId" = ${ref.connectionId} AND e.state IN ('done', 'owed')`
}

/** A file that stands at Dropbox for an export. `isChanged`: its content is the user's. `folderId` is the tracked folder that holds it. */
export type PresentFact = { exportId: string; path: string; dropboxId: string; rev: string; folderId: string | null; isChanged: boolean }

/**
 * done, owed or tombstoned → done, where the file stands now. Files may swap places: keys are freed first; a key that another export still
 * holds stays with it, and owed exports give up their reservation. The rev of a changed file is not recorded: it is not that of the upload.
 */
export async function recordPresent(tx: Tx, ref: RunRef, facts: PresentFact[]): Promise<number> {
  if (facts.length === 0) return 0
  await holdLock(tx, ref)
  const ids = facts.map((f) => f.exportId)
  const keys = facts.map((f) => pathKey(f.path))
  await countAdopted(tx, ref, ids)
  await tx.$executeRaw`
    UPDATE "Export" SET "pathKey" = CASE WHEN id = ANY(${ids}::text[]) THEN 'moving:' || id END
    WHERE "connectionId" = ${ref.connectionId} AND (id = ANY(${ids}::text[]) OR ("pathKey" = ANY(${keys}::text[]) AND state <> 'done'))`
  return tx.$executeRaw`
    UPDATE "Export" e SET state = 'done', "owedReason" = NULL, path = f.path, "dropboxId" = f.id, "folderId" = f.folder,
      "pathKey" = CASE WHEN f.place = 1 AND NOT EXISTS (
          SELECT 1 FROM "Export" o WHERE o."connectionId" = ${ref.connectionId} AND o."pathKey" = f.key
        ) THEN f.key ELSE 'moving:' || e.id END,
      rev = CASE WHEN f.changed THEN COALESCE(e.rev, f.rev) ELSE f.rev END,
      "changedAt" = CASE WHEN f.changed THEN COALESCE(e."changedAt", ${now()}) END,
      "verifiedAt" = CASE WHEN f.changed THEN e."verifiedAt" ELSE ${now()} END,
      "uploadedAt" = COALESCE(e."uploadedAt", ${now()}), "isAdopted" = e."isAdopted" OR e."uploadedAt" IS NULL,
      "tombstonedAt" = NULL, "tombstonePath" = NULL, problem = NULL, attempts = 0
    FROM (
      SELECT *, row_number() OVER (PARTITION BY key ORDER BY export) AS place
      FROM unnest(${ids}::text[], ${facts.map((f) => f.path)}::text[], ${keys}::text[], ${facts.map((f) => f.dropboxId)}::text[],
        ${facts.map((f) => f.rev)}::text[], ${facts.map((f) => f.folderId)}::text[], ${facts.map((f) => f.isChanged)}::boolean[])
        AS u(export, path, key, id, rev, folder, changed)
    ) f
    WHERE e.id = f.export AND e."connectionId" = ${ref.connectionId} AND e."contentHash" IS NOT NULL`
}

/** Exports that this connection never uploaded and that are there all the same: counted as adopted in the run's figures. */
const countAdopted = (tx: Tx, ref: RunRef, ids: string[]) => tx.$executeRaw`
  UPDATE "Run" r SET "adoptedCount" = r."adoptedCount" + (
    SELECT count(*)::int FROM "Export" e
    WHERE e.id = ANY(${ids}::text[]) AND e."connectionId" = ${ref.connectionId} AND e."uploadedAt" IS NULL AND e."contentHash" IS NOT NULL)
  WHERE r.id = ${ref.runId} AND r."connectionId" = ${ref.connectionId}`

/** owed → owed, its planned path following moves of its folders; a path that another export holds stays with that. */
export async function recordFollowed(tx: Tx, ref: RunRef, moves: { exportId: string; path: string }[]): Promise<number> {
  if (moves.length === 0) return 0
  await holdLock(tx, ref)
  const ids = moves.map((m) => m.exportId)
  await tx.$executeRaw`
    UPDATE "Export" e SET path = f.path, "pathKey" = NULL FROM unnest(${ids}::text[], ${moves.map((m) => m.path)}::text[]) AS f(export, path)
    WHERE e.id = f.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'owed'`
  return tx.$executeRaw`
    UPDATE "Export" e SET "pathKey" = f.key FROM unnest(${ids}::text[], ${moves.map((m) => pathKey(m.path))}::text[]) AS f(export, key)
    WHERE e.id = f.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'owed'
      AND NOT EXISTS (SELECT 1 FROM "Export" o WHERE o."connectionId" = ${ref.connectionId} AND o."pathKey" = f.key)`
}

/** done → done at another place: the user moved or renamed it. Two that swap places are fine: keys are freed first. */
async function recordMoves(tx: Tx, ref: RunRef, moves: { exportId: string; path: string }[]): Promise<number> {
  await holdLock(tx, ref)
  const ids = moves.map((m) => m.exportId)
  const keys = moves.map((m) => pathKey(m.path))
  await freeKeys(tx, ref, ids, keys)
  await tx.$executeRaw`
    UPDATE "Export" SET "pathKey" = 'moved:' || id WHERE id = ANY(${ids}::text[]) AND "connectionId" = ${ref.connectionId} AND state = 'done'`
  return tx.$executeRaw`
    UPDATE "Export" e SET path = m.path, "pathKey" = m.key
    FROM unnest(${ids}::text[], ${moves.map((m) => m.path)}::text[], ${keys}::text[]) AS m(export, path, key)
    WHERE e.id = m.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'done'`
}

/** done → done at the place that the settings of today give; our own move. */
export async function recordRefiled(tx: Tx, ref: RunRef, moves: { exportId: string; folderId: string; fileName: string; path: string }[]): Promise<number> {
  await recordMoves(tx, ref, moves)
  return tx.$executeRaw`
    UPDATE "Export" e SET "folderId" = m.folder, "fileName" = m.name
    FROM unnest(${moves.map((m) => m.exportId)}::text[], ${moves.map((m) => m.folderId)}::text[], ${moves.map((m) => m.fileName)}::text[]) AS m(export, folder, name)
    WHERE e.id = m.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'done'`
}

/** done → done, its content edited by the user: left alone and reported. `rev` and hash of the upload stay as facts. */
export async function recordChanged(tx: Tx, ref: RunRef, exportIds: string[]): Promise<number> {
  await holdLock(tx, ref)
  return tx.$executeRaw`
    UPDATE "Export" SET "changedAt" = ${now()}
    WHERE id = ANY(${exportIds}::text[]) AND "connectionId" = ${ref.connectionId} AND state = 'done' AND "changedAt" IS NULL`
}

/** done → done, confirmed at Dropbox by id, size and content hash at this moment. */
export async function recordVerified(tx: Tx, ref: RunRef, exportIds: string[]): Promise<number> {
  await holdLock(tx, ref)
  return tx.$executeRaw`
    UPDATE "Export" SET "verifiedAt" = ${now()}, "changedAt" = NULL
    WHERE id = ANY(${exportIds}::text[]) AND "connectionId" = ${ref.connectionId} AND state = 'done'`
}

/** tombstoned → owed, asked for by a person: outside any run, so it needs no lock. The organization is part of the condition. */
export async function recordBroughtBack(tx: Tx, organizationId: string, exportIds: string[]): Promise<number> {
  return tx.$executeRaw`
    UPDATE "Export" SET state = 'owed', "owedReason" = 'brought_back', "owedSince" = ${now()}, "tombstonedAt" = NULL, "tombstonePath" = NULL,
      problem = NULL, attempts = 0, "lastAttemptAt" = NULL
    WHERE id = ANY(${exportIds}::text[]) AND "organizationId" = ${organizationId} AND state = 'tombstoned'`
}
