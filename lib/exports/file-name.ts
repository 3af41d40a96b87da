import { legalComponent } from './legal-component'
import { parseTemplate, type Token } from './file-template'
import { sanitizeName } from './sanitize-name'
import { shorten } from './shorten'

/** What names are made of. `localDate` is the transaction's emission date in the organization's zone. */
export type NameableReceipt = {
  localDate: string
  counterparty: string
  amountCents: number
  currency: string
  /** At the source. */
  fileName: string
  contentType: string
  accountLabel: string
}

export const DEFAULT_TEMPLATE = '{date} {counterparty} {original}'

/** Dropbox allows 255 UTF-16 units, most file systems 255 bytes; a path of ours stays within 260 characters, ` (123)` included. */
const MOST = { units: 150, bytes: 230 }
const EXTENSIONS: Record<string, string> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/tiff': 'tiff',
  'image/heic': 'heic',
}

function splitName(fileName: string, contentType: string): { stem: string; extension: string } {
  const name = fileName.trim()
  const dot = name.lastIndexOf('.')
  const stem = name.slice(0, Math.max(0, dot))
  const extension = name.slice(dot + 1)
  if (dot > 0 && /^[A-Za-z0-9]{1,8}$/.test(extension) && /[^.\s]/.test(stem)) return { stem, extension }
  return { stem: fileName, extension: EXTENSIONS[contentType.split(';')[0]?.trim().toLowerCase() ?? ''] ?? '' }
}

/** What tells a certified copy from its original beside it: the same in every language, so that a name never depends on a setting. */
const CERTIFIED = ' (certified)'

const amount = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
const quarter = (date: string) => `Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`

const counterparties = new Map<string, string>()

/** Remembered: a company has few suppliers and many receipts. */
function counterpartyOf(name: string): string {
  const known = counterparties.get(name)
  if (known !== undefined) return known
  const text = shorten(sanitizeName(name), 60, 120)
  if (counterparties.size >= 10_000) counterparties.clear()
  counterparties.set(name, text)
  return text
}

function valueOf(token: Token, receipt: NameableReceipt, stem: string): string {
  switch (token) {
    case 'date': return receipt.localDate
    case 'counterparty': return counterpartyOf(receipt.counterparty)
    case 'amount': return amount(Math.abs(receipt.amountCents))
    case 'currency': return sanitizeName(receipt.currency)
    case 'original': return sanitizeName(stem)
    case 'account': return shorten(sanitizeName(receipt.accountLabel), 40, 80)
    case 'year': return receipt.localDate.slice(0, 4)
    case 'month': return receipt.localDate.slice(5, 7)
    case 'quarter': return quarter(receipt.localDate)
  }
}

/**
 * The file's name: a pure function of the receipt and the template (an invalid one counts as the default). Legal on Dropbox, Windows and
 * macOS, never a path, with the extension of the source's name or of its type. Not unique: see numberedName.
 */
export function fileName(receipt: NameableReceipt, template = DEFAULT_TEMPLATE): string {
  const { stem, extension } = splitName(receipt.fileName, receipt.contentType)
  const parts = parseTemplate(template) ?? parseTemplate(DEFAULT_TEMPLATE) ?? []
  let text = ''
  for (const part of parts) text += 'token' in part ? valueOf(part.token, receipt, stem) : part.text
  const ending = extension === '' ? '' : `.${extension}`
  const whole = legalComponent(sanitizeName(text), 'receipt')
  const short = legalComponent(shorten(whole, MOST.units - ending.length, MOST.bytes - ending.length), 'receipt')
  return legalComponent(`${short}${ending}`, 'receipt')
}

/** The name of a receipt's certified copy, which is always a PDF, from the name of the original that it lies beside. */
export function certifiedName(original: string): string {
  const stem = original.replace(/\.[A-Za-z0-9]{1,8}$/, '')
  const ending = `${CERTIFIED}.pdf`
  return legalComponent(`${shorten(stem, MOST.units - ending.length, MOST.bytes - ending.length)}${ending}`, 'receipt')
}
