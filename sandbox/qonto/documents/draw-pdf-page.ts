import { money, type Invoice } from './invoice'
import { pdfText } from './pdf-text'

const digitWidths: Record<string, number> = { ' ': 278, ',': 278, '.': 278, '-': 333 }
const tints = ['0.16 0.32 0.55', '0.45 0.18 0.30', '0.13 0.42 0.36', '0.55 0.33 0.10', '0.28 0.24 0.50']

/** The drawing commands of an A4 invoice: seller, buyer, lines, VAT and total. */
export function drawInvoicePage(invoice: Invoice): string {
  const { supplier, customer, currency } = invoice
  const tint = tints[supplier.name.length % tints.length] as string
  return [
    `${tint} rg 0 772 595 70 re f`,
    '1 1 1 rg', write(48, 798, 22, 'F2', supplier.name),
    write(48, 782, 9, 'F1', `${supplier.street}, ${supplier.city}`),
    '0.1 0.1 0.12 rg',
    write(48, 724, 18, 'F2', `${invoice.title} ${invoice.number}`),
    write(48, 704, 10, 'F1', `Date ${invoice.date}`), write(48, 690, 10, 'F1', `TVA ${supplier.vatNumber}`),
    write(350, 704, 10, 'F2', customer.name), write(350, 690, 10, 'F1', customer.city),
    `${tint} rg 48 642 499 22 re f 1 1 1 rg`,
    write(56, 649, 10, 'F2', 'Description'), right(370, 649, 10, 'F2', 'Qty'), right(455, 649, 10, 'F2', 'Unit'), right(539, 649, 10, 'F2', 'Amount'),
    '0.1 0.1 0.12 rg', ...invoice.lines.flatMap((line, index) => drawLine(line, 622 - index * 22)),
    ...drawTotals(invoice, 600 - invoice.lines.length * 22, currency),
    '0.4 0.4 0.42 rg',
    write(48, 92, 9, 'F1', `Règlement : ${invoice.payment}`), write(48, 78, 8, 'F1', `Document ${invoice.note}`),
    write(48, 64, 8, 'F1', `${supplier.name} - ${supplier.street} - ${supplier.city}`),
  ].join('\n')
}

/** The drawing commands of a short till receipt, for files with little room. */
export function drawSlipPage(invoice: Invoice): string {
  return [
    '0.1 0.1 0.12 rg', write(48, 780, 16, 'F2', invoice.supplier.name), write(48, 760, 10, 'F1', `${invoice.title} ${invoice.number} - ${invoice.date}`),
    write(48, 730, 12, 'F2', `Total ${money(invoice.totalCents)} ${invoice.currency}`),
    write(48, 712, 10, 'F1', `TVA ${invoice.vatRate} %: ${money(invoice.vatCents)}`), write(48, 690, 8, 'F1', invoice.note),
  ].join('\n')
}

function drawLine(line: Invoice['lines'][number], y: number): string[] {
  return [
    write(56, y, 10, 'F1', line.text), right(370, y, 10, 'F1', String(line.quantity)),
    right(455, y, 10, 'F1', money(line.unitCents)), right(539, y, 10, 'F1', money(line.totalCents)),
    `0.85 G 48 ${y - 7} m 547 ${y - 7} l S`,
  ]
}

function drawTotals(invoice: Invoice, y: number, currency: string): string[] {
  const rows: [string, number][] = [['Total HT', invoice.netCents], [`TVA ${String(invoice.vatRate).replace('.', ',')} %`, invoice.vatCents]]
  return [
    ...rows.flatMap(([label, cents], index) => [write(350, y - index * 18, 10, 'F1', label), right(539, y - index * 18, 10, 'F1', money(cents))]),
    '0.94 0.94 0.96 rg', `340 ${y - 50} 207 26 re f 0.1 0.1 0.12 rg`,
    write(350, y - 42, 12, 'F2', `Total TTC ${currency}`), right(539, y - 42, 12, 'F2', money(invoice.totalCents)),
  ]
}

function write(x: number, y: number, size: number, font: string, value: string): string {
  return `BT /${font} ${size} Tf ${x} ${y} Td ${pdfText(value)} Tj ET`
}

/** Text that ends at x; exact for amounts, near enough for short words. */
function right(x: number, y: number, size: number, font: string, value: string): string {
  const width = [...value].reduce((sum, char) => sum + (digitWidths[char] ?? 556), 0)
  return write(Math.round((x - (width * size) / 1000) * 10) / 10, y, size, font, value)
}
