import { randomFrom } from '../companies/random'
import type { DocumentSource, Receipt } from '../state/types'
import { drawSlip } from './draw-slip'
import { encoder } from './encoder'
import { invoiceOf } from './invoice'
import { fillJpeg, fillPng } from './fill-picture'
import { photograph } from './photograph'

type Drawn = Extract<DocumentSource, { kind: 'drawn' }>

const KEPT_BYTES = 24 << 20
const SHARED_VARIANTS = 6
const SHARED_ROOM = 36_000
const encoded = new Map<string, Promise<Buffer>>()
let keptBytes = 0

/**
 * A JPEG or PNG of exactly the receipt's size. Unique pictures show this receipt's own slip; shared ones reuse the
 * encoded picture of a few receipts under a comment of their own, which costs next to nothing.
 */
export async function makePicture(receipt: Receipt, document: Drawn): Promise<Generator<Buffer>> {
  const isJpeg = receipt.contentType === 'image/jpeg'
  const variant = document.style === 'unique' ? receipt.id : String(document.seed % SHARED_VARIANTS)
  const room = document.style === 'unique' ? receipt.size - receipt.id.length - 64 : SHARED_ROOM
  const body = await remembered(`${receipt.contentType} ${variant}`, () => (isJpeg ? encodeJpeg(receipt, document, room) : encodePng(receipt, document)))
  return isJpeg ? fillJpeg(body, receipt.id, receipt.size, document.seed) : fillPng(body, receipt.id, receipt.size, document.seed)
}

async function encodeJpeg(receipt: Receipt, { seed }: Drawn, room: number): Promise<Buffer> {
  const sharp = await encoder()
  const [width, height] = room > 1_200_000 ? [1500, 2000] : room > 500_000 ? [1200, 1600] : room > 120_000 ? [750, 1000] : [480, 640]
  const { pixels } = await photograph(drawSlip(invoiceOf(receipt, seed)), width, height, seed)
  for (const quality of [92, 84, 74, 60, 42, 24, 10]) {
    const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg({ quality }).toBuffer()
    if (jpeg.length <= room) return jpeg
  }
  throw new RangeError(`a photograph does not fit into ${room} bytes`)
}

async function encodePng(receipt: Receipt, { seed }: Drawn): Promise<Buffer> {
  const sharp = await encoder()
  const { width, height, pixels } = drawSlip(invoiceOf(receipt, seed))
  const margin = randomFrom('margin', seed).between(20, 90)
  const background = { r: 250, g: 250, b: 250 }
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background })
    .png({ compressionLevel: 9, palette: true, colours: 8 })
    .toBuffer()
}

/** Keeps the pictures drawn last, up to 24 MB, so that a retried download does not draw again. */
function remembered(key: string, draw: () => Promise<Buffer>): Promise<Buffer> {
  const known = encoded.get(key)
  if (known) return known
  const drawing = draw()
  encoded.set(key, drawing)
  drawing.then((bytes) => keep(bytes.length), () => encoded.delete(key))
  return drawing
}

function keep(bytes: number): void {
  keptBytes += bytes
  if (keptBytes <= KEPT_BYTES) return
  encoded.clear()
  keptBytes = 0
}
