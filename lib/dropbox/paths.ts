/**
 * The key under which a path is unique in a Dropbox: NFC and lower case, letter by letter, because Dropbox has no rule for a final
 * sigma. For comparing our own paths; Dropbox's `path_lower` wins where known.
 */
export const pathKey = (path: string): string => Array.from(path.normalize('NFC'), (letter) => letter.toLowerCase()).join('')

/** Joins folder and names with single slashes, beginning with one; empty parts are dropped. The root is ''. */
export function joinPath(...parts: string[]): string {
  const names = parts.flatMap((part) => part.split('/')).filter((name) => name !== '')
  return names.length === 0 ? '' : `/${names.join('/')}`
}
