/** One line of a manifest: a receipt with its file, or a transaction that has no receipt. */
export type ManifestLine = {
  date: string
  counterparty: string
  amountCents: bigint
  currency: string
  side: string
  /** Null when the transaction has no receipt, or the receipt is not in Dropbox. */
  file: string | null
  contentHash: string | null
  receiptId: string | null
  transactionId: string
  /** The certified copy, when it is in Dropbox. */
  certifiedFile: string | null
  certifiedHash: string | null
}

const HEAD = ['date', 'counterparty', 'amount', 'currency', 'file', 'content hash', 'receipt id', 'transaction id', 'note', 'certified copy', 'certified content hash']

/** A text cell: quoted, and never read as a formula by a spreadsheet. */
const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

const amount = (cents: bigint, side: string) => `${side === 'debit' ? '-' : ''}${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`

const noteOf = ({ receiptId, file }: ManifestLine) => (receiptId === null ? 'no receipt' : file === null ? 'not in Dropbox' : '')

/** The manifest as CSV that spreadsheets open: UTF-8 with a mark, semicolons, CRLF. The same lines give the same bytes. */
export function manifestCsv(lines: ManifestLine[]): Buffer {
  const rows = lines.map((line) => [
    line.date, cell(line.counterparty), amount(line.amountCents, line.side), line.currency, cell(line.file ?? ''), line.contentHash ?? '', line.receiptId ?? '',
    line.transactionId, noteOf(line), cell(line.certifiedFile ?? ''), line.certifiedHash ?? '',
  ])
  return Buffer.from(`\ufeff${[HEAD, ...rows].map((row) => row.join(';')).join('\r\n')}\r\n`)
}
