/** What file systems and Dropbox refuse or hide; the rules and their sources are in lib/exports/README.md. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g
const INVISIBLE = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ufdd0-\ufdef]/g
const SEPARATORS = /[\\/<>:"|?*]+/g
const BEYOND_BMP = /(?:[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff])+/g
/** What most names are: composed Latin letters, digits and harmless signs with single spaces between. */
const PLAIN = /^[A-Za-z0-9._()&'+,\-\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+(?: [A-Za-z0-9._()&'+,\-\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+)*$/

/**
 * Text that may be part of a name everywhere: NFC, no control, bidi or invisible character, nothing that separates paths, no emoji
 * (older Dropbox accounts refuse what lies beyond the BMP), single spaces. May come out empty. Doing it twice changes nothing.
 */
export function sanitizeName(text: string): string {
  if (PLAIN.test(text)) return text
  return text
    .replace(CONTROLS, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(BEYOND_BMP, '_')
    .replace(SEPARATORS, '-')
    .replace(/\s+/g, ' ')
    .trim()
}
