import 'server-only'
import { pathKey } from '@/lib/dropbox/paths'
import type { PeriodKind } from '@/lib/generated/prisma/enums'
import type { FolderBook } from './folder-book'
import { inTransaction } from './in-transaction'
import { numberedName } from './numbered-name'
import { periodOf } from './period-of'
import { planExport, type Action, type Inventory, type OwedReceipt, type Remote } from './plan-export'
import type { OwedRow } from './read-owed'
import { recordPlaces } from './states'
import { takenKeys } from './taken-keys'

export type Naming = { rootName: string; timeZone: string; periodKind: PeriodKind; template: string }

/**
 * Plans one page of owed exports and records their places before anything is sent: the folders exist, and every path is the export's own in the
 * ledger. Planning the same page again gives the same places.
 */
export async function planPage(folders: FolderBook, rows: OwedRow[], naming: Naming, remoteFor: (rows: OwedRow[]) => Promise<Remote | null>): Promise<Action[]> {
  const periods = rows.filter((row) => !keptFolder(row, folders)).map((row) => ({ accountId: row.accountId, label: row.accountLabel, period: periodOf(row.emittedAt, naming.timeZone, naming.periodKind) }))
  await folders.ensure(periods, naming.rootName)
  const remote = await remoteFor(rows)
  const inventory = { ...naming, receipts: rows.map((row) => toOwedReceipt(row, folders)) }
  const actions = await planFree(folders, inventory, remote)
  const before = new Map(rows.map((row) => [row.exportId, row]))
  const changed = actions.filter(({ exportId, path, folderId }) => {
    const row = before.get(exportId)
    return row?.plannedKey !== pathKey(path) || row.plannedPath !== path || row.plannedFolderId !== folderId
  })
  if (changed.length > 0) await inTransaction((tx) => recordPlaces(tx, folders.ref, changed))
  return actions
}

/** The places that receipts would get today, as if none had been chosen before; their folders are made, nothing else is changed. */
export async function planPlaces(folders: FolderBook, rows: OwedRow[], naming: Naming): Promise<Action[]> {
  const periodOfRow = (row: OwedRow) => periodOf(row.emittedAt, naming.timeZone, naming.periodKind)
  await folders.ensure(rows.map((row) => ({ accountId: row.accountId, label: row.accountLabel, period: periodOfRow(row) })), naming.rootName)
  const receipts = rows.map((row) => ({ ...toOwedReceipt(row, folders), chosenName: null, keptFolder: null }))
  return planFree(folders, { ...naming, receipts }, null)
}

/**
 * Plans against the ledger, which is asked only about names that the plan turns out to need: one number of each, and eight times as many of
 * those whose numbers were all held, until nothing is left in doubt.
 */
async function planFree(folders: FolderBook, inventory: Inventory, remote: Remote | null): Promise<Action[]> {
  const ids = inventory.receipts.map(({ exportId }) => exportId)
  const [asked, taken, numbers] = [new Set<string>(), new Set<string>(), new Map<string, number>()]
  for (;;) {
    const doubtful = new Set<string>()
    const isTaken = (key: string, family: string) => {
      if (!asked.has(key)) doubtful.add(family)
      return taken.has(key)
    }
    const actions = planExport(inventory, { folderOf: folders.folderOf, isTaken }, remote)
    if (doubtful.size === 0) return actions
    const keys = [...doubtful].flatMap((family) => moreNumbers(family, numbers)).filter((key) => !asked.has(key))
    for (const key of keys) asked.add(key)
    for (const key of await takenKeys(folders.ref, keys, ids)) taken.add(key)
  }
}

/** The keys of the next numbers of a name: the name itself at first, then up to (8), (64) and so on. */
function moreNumbers(family: string, numbers: Map<string, number>): string[] {
  const done = numbers.get(family) ?? 0
  const most = Math.max(1, done * 8)
  numbers.set(family, most)
  return Array.from({ length: most - done }, (_, index) => numberedName(family, done + index + 1))
}

const toOwedReceipt = (row: OwedRow, folders: FolderBook): OwedReceipt => ({
  ...row,
  amountCents: Number(row.amountCents),
  keptFolder: keptFolder(row, folders),
})

/** The folder of an earlier plan, while it lives; a certified copy goes where its original is. */
export function keptFolder({ plannedFolderId, originalFolderId }: OwedRow, folders: FolderBook) {
  const own = plannedFolderId ? folders.findById(plannedFolderId) : undefined
  return own ?? (originalFolderId ? folders.findById(originalFolderId) : undefined) ?? null
}
