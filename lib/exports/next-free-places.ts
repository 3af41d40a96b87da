import 'server-only'
import { joinPath, pathKey } from '@/lib/dropbox/paths'
import { inTransaction } from './in-transaction'
import { numberedName } from './numbered-name'
import type { RunRef } from './run-ref'
import { recordPlaces } from './states'
import { takenKeys } from './taken-keys'
import type { UploadItem } from './upload-item'

/** Foreign files met by one receipt in a run, after which something else than files of the same name must be in the way. */
const MOST_RENAMES = 60
/** So many numbers are looked at for one name, more at a time while the ledger holds them all. */
const TRIES = [8, 64, 512, 4096]

/**
 * Gives items whose path holds foreign bytes the next free name in the same folder, ` (2)` and so on, and records it. Items for which none
 * was found keep their place and are left out of the result.
 */
export async function nextFreePlaces(ref: RunRef, items: UploadItem[]): Promise<UploadItem[]> {
  const ids = items.map(({ row }) => row.exportId)
  const held = new Set<string>()
  const moved: UploadItem[] = []
  let open = items.filter(({ renames }) => renames < MOST_RENAMES)
  for (const most of TRIES) {
    if (open.length === 0) break
    const candidates = new Map(open.map((item) => [item, candidatesOf(item, most)]))
    const keys = [...candidates.values()].flat().map(({ key }) => key)
    for (const key of await takenKeys(ref, keys, ids)) held.add(key)
    open = open.filter((item) => {
      const free = candidates.get(item)?.find(({ key }) => !held.has(key))
      if (!free) return true
      held.add(free.key)
      moved.push({ ...item, fileName: free.fileName, path: free.path, number: free.number, renames: item.renames + 1 })
      return false
    })
  }
  if (moved.length > 0) {
    const places = moved.map(({ row, folderId, fileName, path }) => ({ exportId: row.exportId, folderId, fileName, path }))
    await inTransaction((tx) => recordPlaces(tx, ref, places))
  }
  return moved
}

function candidatesOf({ fileName, path, number }: UploadItem, most: number) {
  const folder = path.slice(0, path.lastIndexOf('/'))
  const base = number > 1 ? withoutNumber(fileName, number) : fileName
  return Array.from({ length: most }, (_, index) => {
    const name = numberedName(base, number + 1 + index)
    const place = joinPath(folder, name)
    return { fileName: name, path: place, key: pathKey(place), number: number + 1 + index }
  })
}

const withoutNumber = (name: string, number: number) => name.replace(new RegExp(` \\(${number}\\)(?=(\\.[A-Za-z0-9]{1,8})?$)`), '')
