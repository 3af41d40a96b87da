import { joinPath, pathKey } from '@/lib/dropbox/paths'
import type { PeriodKind } from '@/lib/generated/prisma/enums'
import { fileName } from './file-name'
import { localDate } from './local-date'
import { numberedName } from './numbered-name'
import { periodOfDate } from './period-of'

/** An owed export with what its name and place depend on. */
export type OwedReceipt = {
  exportId: string
  accountId: string
  accountLabel: string
  counterparty: string
  amountCents: number
  currency: string
  /** Name at the source. */
  original: string
  contentType: string
  emittedAt: Date
  /** Chosen by an earlier plan: kept while it is free. */
  chosenName: string | null
  /** Facts of an earlier upload of the same receipt, when there was one. */
  knownId: string | null
  knownHash: string | null
}

export type Inventory = { receipts: OwedReceipt[]; timeZone: string; periodKind: PeriodKind; template: string }

/** `folderOf` gives the live folder of an account and period; `isTaken` says whether another export holds the path key. */
export type Ledger = {
  folderOf(accountId: string, period: string): { id: string; path: string } | undefined
  isTaken(key: string): boolean
}

export type RemoteFile = { id: string; path: string; rev: string; size: number; contentHash: string }

/** What a listing showed, by Dropbox id and by path key. Absence from it decides nothing. */
export type Remote = { byId: Map<string, RemoteFile>; byKey: Map<string, RemoteFile> }

export type Placed = { exportId: string; folderId: string; fileName: string; path: string; key: string; number: number }
export type Action = ({ kind: 'upload' } & Placed) | ({ kind: 'adopt'; file: RemoteFile } & Placed)

/**
 * What to do about each owed receipt: adopt the very file that is there already, or upload to a path of its own. Pure: the same input gives
 * the same actions, in the order of the inventory; paths are unique among themselves and against the ledger. Names chosen before come first.
 * A receipt whose folder the ledger does not know is left out.
 */
export function planExport(inventory: Inventory, ledger: Ledger, remote: Remote | null): Action[] {
  const used = new Set<string>()
  const adopted = new Set<string>()
  const placed: (Placed | undefined)[] = new Array(inventory.receipts.length)
  const isFree = (key: string) => !used.has(key) && !ledger.isTaken(key)
  const names = inventory.receipts.map((receipt) => nameOf(receipt, inventory, ledger))
  const place = (index: number, exportId: string, { name, folder }: Named, isChosen: boolean) => {
    for (let number = 1; ; number++) {
      const numbered = isChosen ? name : numberedName(name, number)
      const path = joinPath(folder.path, numbered)
      const key = pathKey(path)
      if (isFree(key)) {
        used.add(key)
        placed[index] = { exportId, folderId: folder.id, fileName: numbered, path, key, number: isChosen ? numberIn(numbered, names[index]?.name) : number }
        return
      }
      if (isChosen) return
    }
  }
  inventory.receipts.forEach(({ exportId, chosenName }, index) => {
    const named = names[index]
    if (chosenName && named) place(index, exportId, { ...named, name: chosenName }, true)
  })
  inventory.receipts.forEach(({ exportId }, index) => {
    const named = names[index]
    if (named && !placed[index]) place(index, exportId, named, false)
  })
  return inventory.receipts.flatMap((receipt, index): Action[] => {
    const at = placed[index]
    if (!at) return []
    const file = remote && findSame(receipt, at.key, remote)
    if (!file || adopted.has(file.id)) return [{ kind: 'upload', ...at }]
    adopted.add(file.id)
    return [{ kind: 'adopt', file, ...at }]
  })
}

/** Which number of `base` a chosen name is; 1 when it is another name altogether. */
function numberIn(name: string, base: string | undefined): number {
  const number = Number(/ \((\d{1,6})\)(?:\.[A-Za-z0-9]{1,8})?$/.exec(name)?.[1] ?? 1)
  return base !== undefined && numberedName(base, number) === name ? number : 1
}

type Named = { name: string; folder: { id: string; path: string } }

function nameOf(receipt: OwedReceipt, { timeZone, periodKind, template }: Inventory, ledger: Ledger): Named | undefined {
  const date = localDate(receipt.emittedAt, timeZone)
  const folder = ledger.folderOf(receipt.accountId, periodOfDate(date, periodKind))
  if (!folder) return undefined
  return { folder, name: fileName({ ...receipt, localDate: date, fileName: receipt.original }, template) }
}

/** The same file: its content hash is the receipt's, and it is the one uploaded before or lies where this one would go. */
function findSame({ knownId, knownHash }: OwedReceipt, key: string, remote: Remote): RemoteFile | undefined {
  if (!knownHash) return undefined
  const candidates = [knownId === null ? undefined : remote.byId.get(knownId), remote.byKey.get(key)]
  return candidates.find((file) => file?.contentHash === knownHash)
}
