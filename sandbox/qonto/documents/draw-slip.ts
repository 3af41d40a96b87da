import { randomFrom } from '../companies/random'
import { eachDot, LINE_HEIGHT, SIGN_WIDTH } from './bitmap-font'
import { money, type Invoice } from './invoice'

/** A picture of one byte a pixel: 0 is black, 255 is white. */
export interface GrayPicture {
  width: number
  height: number
  pixels: Buffer
}

const COLUMNS = 34
const SCALE = 2
const MARGIN = 24

interface Row {
  text: string
  scale: number
  bars?: boolean
}

/** Draws a till slip: shop, lines, VAT, total, payment and a bar code. */
export function drawSlip(invoice: Invoice): GrayPicture {
  const rows = slipRows(invoice)
  const width = COLUMNS * SIGN_WIDTH * SCALE + 2 * MARGIN
  const height = rows.reduce((sum, row) => sum + LINE_HEIGHT * row.scale, 0) + 2 * MARGIN
  const picture = { width, height, pixels: Buffer.alloc(width * height, 250) }
  let top = MARGIN
  for (const row of rows) {
    if (row.bars) drawBars(picture, row.text, top)
    else drawText(picture, row, top)
    top += LINE_HEIGHT * row.scale
  }
  return picture
}

function slipRows({ supplier, title, number, date, time, lines, vatRate, vatCents, netCents, totalCents, currency, payment, customer, note }: Invoice): Row[] {
  const line = (text: string, scale = SCALE): Row => ({ text, scale })
  const rule = line('-'.repeat(COLUMNS))
  return [
    line(center(supplier.name, COLUMNS / 2), 4), line(center(supplier.street)), line(center(supplier.city)), line(center(`TVA ${supplier.vatNumber}`)), line(''),
    line(`${title} ${number}`), line(`${date} ${time}`), rule,
    ...lines.flatMap((item) => [line(item.text), line(between(`  ${item.quantity} x ${money(item.unitCents)}`, money(item.totalCents)))]), rule,
    line(between('TOTAL HT', money(netCents))), line(between(`TVA ${String(vatRate).replace('.', ',')} %`, money(vatCents))),
    line(between('TOTAL', `${money(totalCents)} ${currency === 'EUR' ? '€' : currency}`, COLUMNS / 2), 4), rule,
    line(payment), line(customer.name), line(''), { text: note, scale: 6, bars: true }, line(center(note.slice(0, 23))), line(''), line(center('MERCI ET À BIENTÔT')),
  ]
}

function center(text: string, columns = COLUMNS): string {
  return text.padStart(Math.floor((columns + text.length) / 2))
}

function between(left: string, right: string, columns = COLUMNS): string {
  return left.padEnd(Math.max(columns - right.length, left.length + 1)) + right
}

function drawText(picture: GrayPicture, { text, scale }: Row, top: number): void {
  eachDot(text, (x, y) => {
    for (let i = 0; i < scale; i += 1) dark(picture, MARGIN + x * scale, top + y * scale + i, scale)
  })
}

function drawBars(picture: GrayPicture, code: string, top: number): void {
  const random = randomFrom('bars', code)
  for (let x = MARGIN + 40; x < picture.width - MARGIN - 40; x += random.between(3, 8)) {
    const width = random.between(1, 3)
    for (let y = top + 8; y < top + LINE_HEIGHT * 6 - 8; y += 1) dark(picture, x, y, width)
  }
}

function dark({ width, height, pixels }: GrayPicture, x: number, y: number, length: number): void {
  if (y < 0 || y >= height || x < 0 || x >= width) return
  pixels.fill(38, y * width + x, y * width + Math.min(x + length, width))
}
