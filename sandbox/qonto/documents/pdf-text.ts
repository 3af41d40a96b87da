/** A PDF string in WinAnsi; characters outside it become `?`. */
export function pdfText(value: string): string {
  return `(${winAnsi(value).replace(/[\\()]/g, (mark) => `\\${mark}`)})`
}

const special: Record<string, string> = { '€': '\x80', '‘': '\x91', '’': '\x92', '“': '\x93', '”': '\x94', '–': '\x96', '—': '\x97', 'œ': '\x9c', 'Œ': '\x8c' }

function winAnsi(value: string): string {
  return [...value.normalize('NFC')].map((char) => special[char] ?? (char.charCodeAt(0) < 256 ? char : '?')).join('')
}
