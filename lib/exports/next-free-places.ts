import 'server-only'
import { joinPath, pathKey } from '@/lib/dropbox/paths'
import { inTransaction } from './in-transaction'
import { numberedName } from './numbered-name'
import type { RunRef } from './run-ref'
import { recordPlaces } from './states'
import { takenKeys } from './taken-keys'
import type { UploadItem } from './upload-item'

/** Tries after which something else than one file of the same name must be in the way. */
const MOST_NUMBERS = 60

/**
 * Gives items whose path holds foreign bytes the next free name in the same folder, ` (2)` and so on, and records it. Items for which none
 * was found keep their place and are left out of the result.
 */
export async function nextFreePlaces(ref: RunRef, items: UploadItem[]): Promise<UploadItem[]> {
  const ids = items.map(({ row }) => row.exportId)
  const candidates = items.map((item) => candidatesOf(item))
  const taken = await takenKeys(ref, candidates.flat().map(({ key }) => key), ids)
  const moved: UploadItem[] = []
  items.forEach((item, index) => {
    const free = candidates[index]?.find(({ key }) => !taken.has(key))
    if (!free) return
    taken.add(free.key)
    moved.push({ ...item, fileName: free.fileName, path: free.path, number: free.number })
  })
  if (moved.length > 0) {
    const places = moved.map(({ row, folderId, fileName, path }) => ({ exportId: row.exportId, folderId, fileName, path }))
    await inTransaction((tx) => recordPlaces(tx, ref, places))
  }
  return moved
}

function candidatesOf({ fileName, path, number }: UploadItem) {
  const folder = path.slice(0, path.lastIndexOf('/'))
  const base = number > 1 ? withoutNumber(fileName, number) : fileName
  const first = number + 1
  return Array.from({ length: Math.max(0, Math.min(8, MOST_NUMBERS - first)) }, (_, index) => {
    const name = numberedName(base, first + index)
    const place = joinPath(folder, name)
    return { fileName: name, path: place, key: pathKey(place), number: first + index }
  })
}

const withoutNumber = (name: string, number: number) => name.replace(new RegExp(` \\(${number}\\)(?=(\\.[A-Za-z0-9]{1,8})?$)`), '')
