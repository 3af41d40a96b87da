import 'server-only'
import { joinPath, pathKey } from '@/lib/dropbox/paths'
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
  const isPlaced = (row: OwedRow) => row.plannedFolderId !== null && folders.findById(row.plannedFolderId) !== undefined
  const periods = rows.filter((row) => !isPlaced(row)).map((row) => ({ accountId: row.accountId, label: row.accountLabel, period: periodOf(row.emittedAt, naming.timeZone, naming.periodKind) }))
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

/** Asks the ledger for as many numbered variants as the plan turns out to need: rarely more than the name itself. */
async function planFree(folders: FolderBook, inventory: Inventory, remote: Remote | null): Promise<Action[]> {
  const ids = inventory.receipts.map(({ exportId }) => exportId)
  const { folderOf } = folders
  const ideal = planExport({ ...inventory, receipts: inventory.receipts.map((receipt) => ({ ...receipt, chosenName: null })) }, { folderOf, isTaken: () => false }, null)
  const first = planExport(inventory, { folderOf, isTaken: () => false }, null)
  const names = [...ideal, ...first].map(({ path, fileName, number }) => ({ folder: path.slice(0, -fileName.length), fileName, number }))
  for (let most = 1; ; most *= 8) {
    const keys = names.flatMap(({ folder, fileName, number }) =>
      Array.from({ length: most }, (_, n) => pathKey(joinPath(folder, n === 0 ? fileName : numberedName(stripNumber(fileName, number), number + n)))),
    )
    const taken = await takenKeys(folders.ref, [...new Set(keys)], ids)
    const known = new Set(keys)
    let isSure = true
    const isTaken = (key: string) => {
      if (!known.has(key)) isSure = false
      return taken.has(key)
    }
    const actions = planExport(inventory, { folderOf, isTaken }, remote)
    if (isSure || most > 4096) return actions
  }
}

const stripNumber = (name: string, number: number) => (number > 1 ? name.replace(new RegExp(` \\(${number}\\)(?=(\\.[A-Za-z0-9]{1,8})?$)`), '') : name)

const toOwedReceipt = (row: OwedRow, folders: FolderBook): OwedReceipt => ({
  ...row,
  amountCents: Number(row.amountCents),
  keptFolder: (row.plannedFolderId && folders.findById(row.plannedFolderId)) || null,
})
