import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { RunTrigger } from './present'
import type { Naming } from './plan-page'
import { countOwed, inRun } from './read-owed'
import type { RunRef } from './run-ref'

/** A run as uploading needs it. `newAccounts` never had a folder; `guardedFolders` are those that people are being asked about. */
export type UploadRun = Naming & {
  trigger: RunTrigger
  startedAt: Date
  problem: string | null
  newAccounts: { accountId: string; label: string; period: null }[]
  guardedFolders: string[]
}

/** Reads what the run is about and, the first time, notes how much it owes. Changed settings hold for new receipts from now on. @throws AppError `run_superseded` when it is not running. */
export async function prepareUpload(ref: RunRef): Promise<UploadRun> {
  const { connectionId, organizationId } = ref
  const run = await db().run.findFirst({
    where: { id: ref.runId, organizationId, connectionId, state: 'running' },
    include: { connection: { include: { organization: { select: { timeZone: true, periodKind: true, fileTemplate: true } } } } },
  })
  if (!run?.startedAt) throw new AppError('run_superseded', ref.runId)
  if (run.phase !== 'upload') {
    const { count, bytes } = await countOwed(inRun(ref, run.trigger, run.startedAt))
    await db().run.update({ where: { id: run.id }, data: { phase: 'upload', plannedCount: count, plannedBytes: bytes } })
  }
  const { connection } = run
  const { timeZone, periodKind, fileTemplate } = connection.organization
  if (connection.periodKind !== periodKind || connection.fileTemplate !== fileTemplate) {
    await db().connection.update({ where: { id: connectionId }, data: { periodKind, fileTemplate } })
  }
  return {
    trigger: run.trigger,
    startedAt: run.startedAt,
    problem: connection.problem,
    rootName: connection.rootName,
    timeZone,
    periodKind,
    template: fileTemplate,
    newAccounts: await accountsWithoutFolder(ref),
    guardedFolders: foldersOf(connection.deletionGuard),
  }
}

/** An account's folder is made once, also while it is empty; one that people deleted returns only with a new receipt. */
const accountsWithoutFolder = async ({ organizationId, connectionId }: RunRef) =>
  (
    await db().$queryRaw<{ accountId: string; label: string }[]>`
      SELECT a.id AS "accountId", a.label FROM "CurrentAccount" a
      WHERE a."organizationId" = ${organizationId}
        AND NOT EXISTS (SELECT 1 FROM "ExportFolder" f WHERE f."connectionId" = ${connectionId} AND f.kind = 'account' AND f."accountId" = a.id)
      ORDER BY a."isMain" DESC, a."firstSeenAt", a."externalId"`
  ).map((account) => ({ ...account, period: null }))

function foldersOf(guard: unknown): string[] {
  const folders = typeof guard === 'object' && guard !== null && 'folders' in guard ? guard.folders : []
  return Array.isArray(folders) ? folders.filter((path): path is string => typeof path === 'string') : []
}
