const IGNORED = new Set(['desktop.ini', 'thumbs.db', '.ds_store', 'icon\r', '.dropbox', '.dropbox.attr', '.dropbox.cache'])
const MALFORMED = /[\\\u0000\u007f]| $|^\.{0,2}$/
const BEYOND_BMP = /[\u{10000}-\u{10ffff}]/u
const MAX_UNITS = 255

/** Why a path component cannot be: null when it can. The length is counted in UTF-16 units. */
export function nameProblem(name: string, emojiRefused: boolean): 'malformed_path' | 'disallowed_name' | null {
  if (name.length > MAX_UNITS || MALFORMED.test(name)) return 'malformed_path'
  if (emojiRefused && BEYOND_BMP.test(name)) return 'malformed_path'
  return IGNORED.has(name.toLowerCase()) ? 'disallowed_name' : null
}
