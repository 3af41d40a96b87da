import type { FolderNode } from '../state/types'
import { lowerPath } from '../tree/lower-path'

/** A free name in the folder made by inserting ` (n)` before the extension, n counting up from `first`. */
export function numberedName(folder: FolderNode, name: string, first: number): string {
  const dot = name.lastIndexOf('.')
  const stem = dot > 0 ? name.slice(0, dot) : name
  const extension = dot > 0 ? name.slice(dot) : ''
  for (let number = first; ; number += 1) {
    const candidate = `${stem} (${number})${extension}`
    if (!folder.children.has(lowerPath(candidate))) return candidate
  }
}

/** The name an outdated `update` gets: `name (Person's conflicted copy date).ext`. */
export function conflictedName(folder: FolderNode, name: string, person: string, date: string): string {
  const dot = name.lastIndexOf('.')
  const stem = dot > 0 ? name.slice(0, dot) : name
  const extension = dot > 0 ? name.slice(dot) : ''
  const candidate = `${stem} (${person}'s conflicted copy ${date})${extension}`
  return folder.children.has(lowerPath(candidate)) ? numberedName(folder, candidate, 1) : candidate
}
