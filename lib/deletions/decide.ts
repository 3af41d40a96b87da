import { pathKey } from '@/lib/dropbox/paths'
import { decideExport, type ExportVerdict, type Present } from './decide-export'
import { decideFolders, type FolderVerdicts } from './decide-folders'
import { displayPath, isSamePlace } from './display-path'
import { folderAbove } from './folders-above'
import { mustAsk, type Guard } from './guard'
import { indexFolders } from './highest-gone'
import type { Ledger, LedgerExport } from './ledger'
import type { Sight } from './sight'

/** A file that stands, with the path to show and the tracked folder that holds it. */
export type Found = Present & { path: string; folderId: string | null }

export type Verdicts = {
  folders: FolderVerdicts
  present: Found[]
  /** Owed again; `path` is where the file would be now, after moves of its folders. */
  returned: { export: LedgerExport; path: string }[]
  tombstoned: { export: LedgerExport; folder: string }[]
  /** Set instead of deletions of folders: too much is missing to decide without a person. */
  guard: { missing: number; receipts: number; total: number; folders: string[] } | null
}

/** Ids and paths that Dropbox has to be asked about before anything may be decided, or the verdicts of the pass. */
export type Decision = { questions: string[] } | { verdicts: Verdicts }

export type Circumstances = {
  /** Done exports of the connection when the pass began. */
  doneCount: number
  guard: Guard | null
  newId: () => string
}

function found(present: Present, { liveAfter }: FolderVerdicts): Found {
  const { path } = present.file
  const folderId = liveAfter.get(pathKey(folderAbove(path)))?.id ?? null
  const before = present.export.path
  return { ...present, folderId, path: before !== null && isSamePlace(before, path) ? before : displayPath(path, liveAfter) }
}

/** Whether it differs from what the ledger holds. A changed file's rev is not recorded: the ledger keeps that of the verified upload. */
const isNews = ({ export: entry, file, path, folderId, isChanged }: Found) =>
  entry.state !== 'done' || entry.path !== path || entry.dropboxId !== file.id || entry.folderId !== folderId ||
  entry.isChanged !== isChanged || (!isChanged && entry.rev !== file.rev)

/**
 * The rules for what people do in Dropbox (docs/decisions): from the ledger and from what Dropbox confirmed to verdicts. No I/O.
 * A question that Dropbox refuses to answer leaves its export as it is.
 */
export function decide(ledger: Ledger, sight: Sight, { doneCount, guard, newId }: Circumstances): Decision {
  const index = indexFolders(ledger.folders)
  const questions = new Set<string>()
  const given: NonNullable<ExportVerdict>[] = []
  const doneFirst = [...ledger.exports].sort((a, b) => Number(b.state === 'done') - Number(a.state === 'done'))
  const owners = new Map(doneFirst.toReversed().flatMap((entry) => (entry.dropboxId ? [[entry.dropboxId, entry.id] as const] : [])))
  for (const entry of doneFirst) {
    const verdict = decideExport(entry, { index, sight, owners })
    if (verdict?.is === 'ask') {
      if (!sight.silent.has(verdict.question)) questions.add(verdict.question)
    } else if (verdict) {
      if (verdict.is === 'present') owners.set(verdict.file.id, entry.id)
      given.push(verdict)
    }
  }
  const tombstoned = given.filter((verdict) => verdict.is === 'tombstoned')
  const fresh = tombstoned.filter((verdict) => verdict.export.state === 'done')
  const asks = mustAsk(fresh.length, doneCount, guard)
  const { questions: ofFolders, ...folders } = decideFolders(ledger, asks ? { ...sight, lost: new Set() } : sight, newId)
  for (const question of ofFolders) if (!sight.silent.has(question)) questions.add(question)
  if (questions.size > 0) return { questions: [...questions] }
  return {
    verdicts: {
      folders,
      present: given
        .filter((verdict) => verdict.is === 'present')
        .map((verdict) => found(verdict, folders))
        .filter(isNews),
      returned: given.filter((verdict) => verdict.is === 'returned'),
      tombstoned: asks ? [] : tombstoned,
      guard: asks ? { missing: fresh.length, receipts: new Set(fresh.map((verdict) => verdict.export.receiptId)).size, total: doneCount, folders: [...new Set(fresh.map((verdict) => verdict.folder))] } : null,
    },
  }
}
