import { pathKey } from '@/lib/dropbox/paths'
import { folderAbove } from './folders-above'

const lastName = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** The same place and the same spelling of the last name. Dropbox vouches for the case of the last name of a path only. */
export const isSamePlace = (a: string, b: string): boolean => pathKey(a) === pathKey(b) && lastName(a) === lastName(b)

/** A path as it should be shown: the folder part as the ledger spells it where that folder is tracked. */
export function displayPath(path: string, live: ReadonlyMap<string, { path: string }>): string {
  const folder = folderAbove(path)
  return `${live.get(pathKey(folder))?.path ?? folder}/${lastName(path)}`
}
