import { legalComponent } from './legal-component'
import { sanitizeName } from './sanitize-name'
import { shorten } from './shorten'

/** Leaves room for ` (12)` and, with the file's name, for Windows' 260 characters a path. */
const MOST = { units: 80, bytes: 200 }

/** The name of an account's folder, legal on Dropbox, Windows and macOS; a label that leaves nothing becomes `fallback`. */
export function folderName(label: string, fallback = 'Account'): string {
  return legalComponent(shorten(legalComponent(sanitizeName(label), fallback), MOST.units, MOST.bytes), fallback)
}
