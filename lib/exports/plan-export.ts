import { pathKey } from '@/lib/dropbox/paths'
import type { PeriodKind } from '@/lib/generated/prisma/enums'
import { certifiedName, fileName } from './file-name'
import { localDate } from './local-date'
import { numberedName } from './numbered-name'
import { periodOfDate } from './period-of'

/** An owed export with what its name and place depend on. */
export type OwedReceipt = {
  exportId: string
  receiptId: string
  kind: 'original' | 'certified'
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
  /** The live folder of an earlier plan: kept, also when periods are cut differently now. */
  keptFolder: { id: string; path: string } | null
  /** Facts of an earlier upload of the same receipt, when there was one. */
  knownId: string | null
  knownHash: string | null
  /** Of a certified copy: its original's name, when one was chosen. */
  originalName: string | null
}

export type Inventory = { receipts: OwedReceipt[]; timeZone: string; periodKind: PeriodKind; template: string }

/**
 * `folderOf` gives the live folder of an account and period; `isTaken` says whether another export holds the path key. `family` is the key of
 * the same name without its number: the numbered names that may be asked about next.
 */
export type Ledger = {
  folderOf(accountId: string, period: string): { id: string; path: string } | undefined
  isTaken(key: string, family: string): boolean
}

export type RemoteFile = { id: string; path: string; rev: string; size: number; contentHash: string }

/** What a listing showed, by Dropbox id and by path key. Absence from it decides nothing. */
export type Remote = { byId: Map<string, RemoteFile>; byKey: Map<string, RemoteFile> }

type Placed = { kind: 'upload'; exportId: string; folderId: string; fileName: string; path: string; number: number }
export type Action = Placed | (Omit<Placed, 'kind'> & { kind: 'adopt'; file: RemoteFile })

/**
 * What to do about each owed receipt: adopt the very file that is there already, or upload to a path of its own. Pure: the same input gives
 * the same actions, in the order of the inventory; paths are unique among themselves and against the ledger. Names chosen before come first.
 * A receipt whose folder the ledger does not know is left out. Certified copies come last: they are named after their originals.
 */
export function planExport(inventory: Inventory, ledger: Ledger, remote: Remote | null): Action[] {
  const { receipts } = inventory
  const places = new Places(ledger)
  const placed = new Array<Placed | null>(receipts.length).fill(null)
  const place = (isDue: (receipt: OwedReceipt) => boolean, placeOf: typeof chosenPlace, originals?: Map<string, string>) => {
    for (const [index, receipt] of receipts.entries()) {
      if (placed[index] || !isDue(receipt)) continue
      const named = nameOf(receipt, inventory, ledger, originals)
      if (named) placed[index] = placeOf(receipt, named, places)
    }
  }
  place(({ chosenName }) => chosenName !== null, chosenPlace)
  place(({ kind }) => kind === 'original', nextPlace)
  if (receipts.some(({ kind }) => kind === 'certified')) place(() => true, nextPlace, namesOf(receipts, placed))
  return remote ? adoptSame(receipts, placed, remote) : placed.filter((place) => place !== null)
}

/** The names that originals got in this plan, by receipt. */
const namesOf = (receipts: OwedReceipt[], placed: (Placed | null)[]) =>
  new Map(receipts.flatMap(({ kind, receiptId }, index) => {
    const name = kind === 'original' ? placed[index]?.fileName : undefined
    return name === undefined ? [] : [[receiptId, name] as const]
  }))

/** Places whose very file is there already become adoptions; a file is adopted once. */
function adoptSame(receipts: OwedReceipt[], placed: (Placed | null)[], remote: Remote): Action[] {
  const adopted = new Set<string>()
  return receipts.flatMap((receipt, index): Action[] => {
    const place = placed[index]
    const file = place && findSame(receipt, pathKey(place.path), remote)
    if (!place || !file || adopted.has(file.id)) return place ? [place] : []
    adopted.add(file.id)
    return [{ ...place, kind: 'adopt', file }]
  })
}

/** Which names are taken: in each folder apart, because a million whole paths are much to remember. */
class Places {
  readonly #folders = new Map<string, Folder>()

  constructor(private readonly ledger: Ledger) {}

  /** Takes a name in a folder; false when it is taken. Names come from fileName and are NFC. */
  take(folderPath: string, name: string): boolean {
    const folder = this.#folderAt(folderPath)
    const lower = name.toLowerCase()
    return this.#takeIn(folder, lower, lower)
  }

  /** Takes the first free number of a name. A thousand receipts of one name do not begin at (2) a thousand times. */
  takeNext(folderPath: string, base: string): { name: string; number: number } {
    const folder = this.#folderAt(folderPath)
    const family = base.toLowerCase()
    for (let number = (folder.numbers.get(family) ?? 0) + 1; ; number++) {
      const name = numberedName(base, number)
      const isFree = this.#takeIn(folder, number === 1 ? family : name.toLowerCase(), family)
      if (!isFree) continue
      if (number > 1) folder.numbers.set(family, number)
      return { name, number }
    }
  }

  #folderAt(folderPath: string): Folder {
    let folder = this.#folders.get(folderPath)
    if (!folder) this.#folders.set(folderPath, (folder = { key: pathKey(folderPath), names: new Set(), numbers: new Map() }))
    return folder
  }

  #takeIn({ key, names }: Folder, lower: string, family: string): boolean {
    if (names.has(lower)) return false
    const place = `${key}/${lower}`
    if (this.ledger.isTaken(place, lower === family ? place : `${key}/${family}`)) return false
    names.add(lower)
    return true
  }
}

/** `numbers`: the last number given to a name that was met more than once. */
type Folder = { key: string; names: Set<string>; numbers: Map<string, number> }

const placeAt = ({ exportId }: OwedReceipt, { folder }: Named, name: string, number: number): Placed => ({
  kind: 'upload', exportId, folderId: folder.id, fileName: name, path: `${folder.path}/${name}`, number,
})

function chosenPlace(receipt: OwedReceipt, named: Named, places: Places): Placed | null {
  const name = receipt.chosenName ?? named.name
  return places.take(named.folder.path, name) ? placeAt(receipt, named, name, numberIn(name, named.name)) : null
}

function nextPlace(receipt: OwedReceipt, named: Named, places: Places): Placed {
  const { name, number } = places.takeNext(named.folder.path, named.name)
  return placeAt(receipt, named, name, number)
}

/** Which number of `base` a chosen name is; 1 when it is another name altogether. */
function numberIn(name: string, base: string): number {
  const number = Number(/ \((\d{1,6})\)(?:\.[A-Za-z0-9]{1,8})?$/.exec(name)?.[1] ?? 1)
  return numberedName(base, number) === name ? number : 1
}

type Named = { name: string; folder: { id: string; path: string } }

function nameOf(receipt: OwedReceipt, { timeZone, periodKind, template }: Inventory, ledger: Ledger, originals?: Map<string, string>): Named | undefined {
  const date = localDate(receipt.emittedAt, timeZone)
  const folder = receipt.keptFolder ?? ledger.folderOf(receipt.accountId, periodOfDate(date, periodKind))
  if (!folder) return undefined
  const { counterparty, amountCents, currency, original, contentType, accountLabel } = receipt
  const known = receipt.kind === 'certified' ? (originals?.get(receipt.receiptId) ?? receipt.originalName) : null
  const name = known ?? fileName({ localDate: date, counterparty, amountCents, currency, fileName: original, contentType, accountLabel }, template)
  return { folder, name: receipt.kind === 'certified' ? certifiedName(name) : name }
}

/** The same file: its content hash is the receipt's, and it is the one uploaded before or lies where this one would go. */
function findSame({ knownId, knownHash }: OwedReceipt, key: string, remote: Remote): RemoteFile | undefined {
  if (!knownHash) return undefined
  const candidates = [knownId === null ? undefined : remote.byId.get(knownId), remote.byKey.get(key)]
  return candidates.find((file) => file?.contentHash === knownHash)
}
