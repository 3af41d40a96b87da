const DEVICES = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i
/** Names that Dropbox refuses, and the temporary names that its desktop client does not sync. */
const IGNORED = /^(?:desktop\.ini|thumbs\.db|icon|~\$.*|~.*\.tmp)$/i
/** Beginnings of all of the above, so that most names are looked at once. */
const SUSPECT = /^[cpanlditCPANLDIT~]/

const isEdge = (char: string | undefined) => char === '.' || char === ' '
const isTrimmed = (name: string) => name !== '' && !isEdge(name[0]) && !isEdge(name[name.length - 1])

/**
 * A sanitised name as a whole path component: no dot or space at either end (Windows drops them, `..` climbs), no device name, nothing
 * that Dropbox refuses or ignores; `fallback` when nothing that tells anything is left.
 */
export function legalComponent(name: string, fallback: string): string {
  const trimmed = isTrimmed(name) ? name : name.replace(/^[. ]+|[. ]+$/g, '')
  if (!/[^-_. ]/.test(trimmed)) return fallback
  return SUSPECT.test(trimmed) && (DEVICES.test(trimmed) || IGNORED.test(trimmed)) ? `_${trimmed}` : trimmed
}
