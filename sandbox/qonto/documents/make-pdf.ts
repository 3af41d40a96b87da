import { drawInvoicePage, drawSlipPage } from './draw-pdf-page'
import type { Invoice } from './invoice'
import { pdfText } from './pdf-text'
import { sharedNoise } from './random-bytes'

/** Below this size there is only room for the short page. */
const ROOMY = 6_000
/** More than the table and trailer need. */
const TAIL = 420

/**
 * A valid one-page PDF of exactly `size` bytes (at least 2,600). The page uses Helvetica, which every reader has; an
 * unused stream object fills the rest, so the cost does not grow with the size.
 */
export function* makePdf(invoice: Invoice, size: number, seed: number): Generator<Buffer> {
  const page = size < ROOMY ? drawSlipPage(invoice) : drawInvoicePage(invoice)
  const content = Buffer.from(page, 'latin1')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content.toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    `<< /Title ${pdfText(`${invoice.title} ${invoice.number}`)} /Author ${pdfText(invoice.supplier.name)} /Subject ${pdfText(invoice.note)} >>`,
  ]
  const head = headOf(objects)
  const { before, noise, tail } = fit(head, size)
  yield Buffer.from(`${head.text}${before}`, 'latin1')
  yield* sharedNoise(noise, seed)
  yield Buffer.from(tail, 'latin1')
}

interface Head {
  text: string
  offsets: number[]
}

function headOf(objects: string[]): Head {
  let body = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'
  const offsets: number[] = []
  for (const [index, object] of objects.entries()) {
    offsets.push(body.length)
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
  }
  return { text: body, offsets }
}

/** Chooses the filler so that head, filler and tail are exactly `size` bytes; the odd bytes become blanks before the table. */
function fit(head: Head, size: number): { before: string; noise: number; tail: string } {
  const noise = Math.max(0, size - head.text.length - TAIL)
  const before = `${head.offsets.length + 1} 0 obj\n<< /Length ${noise} >>\nstream\n`
  const start = head.text.length + before.length + noise
  const blanks = size - start - tailOf(head, start, 0).length
  for (const count of [blanks, blanks - 1]) {
    const tail = count < 0 ? null : tailOf(head, start, count)
    if (tail !== null && start + tail.length <= size) return { before, noise, tail: tail.padEnd(size - start, '\n') }
  }
  throw new RangeError(`a PDF of ${size} bytes has no room for its page`)
}

function tailOf(head: Head, start: number, blanks: number): string {
  const closing = `\nendstream\nendobj\n${' '.repeat(blanks)}`
  const count = head.offsets.length + 2
  const rows = [...head.offsets, head.text.length].map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${rows}`
  return `${closing}${table}trailer\n<< /Size ${count} /Root 1 0 R /Info 7 0 R >>\nstartxref\n${start + closing.length}\n%%EOF\n`
}
