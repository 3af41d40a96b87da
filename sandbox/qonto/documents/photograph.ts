import type { Sharp } from 'sharp'
import { randomFrom } from '../companies/random'
import type { GrayPicture } from './draw-slip'
import { uniqueNoise } from './random-bytes'

const desks = ['#6f5138', '#3d4247', '#8a7a66', '#2f3b45', '#9aa0a3']
const TILE = 256

/** Puts a slip on a desk as a hand-held photograph shows it: a little turned, with shadow, uneven light and grain. */
export async function photograph(slip: GrayPicture, width: number, height: number, seed: number): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  const random = randomFrom('photograph', seed)
  const scale = Math.min((width * 0.74) / slip.width, (height * 0.86) / slip.height)
  const paperWidth = Math.round(slip.width * scale)
  const angle = (random.next() - 0.5) * 9
  const turn = { background: { r: 0, g: 0, b: 0, alpha: 0 } }
  const paper = await sharp(slip.pixels, { raw: { width: slip.width, height: slip.height, channels: 1 } })
    .resize({ width: paperWidth }).toColourspace('srgb').tint({ r: 252, g: 248, b: 238 }).ensureAlpha().rotate(angle, turn).png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true })
  const { info } = paper
  const left = Math.round((width - info.width) / 2 + (random.next() - 0.5) * width * 0.05)
  const top = Math.round((height - info.height) / 2 + (random.next() - 0.5) * height * 0.03)
  const picture = await sharp({ create: { width, height, channels: 3, background: random.pick(desks) } })
    .composite([
      { input: shade(width, height, left, top, info.width, info.height, angle) },
      { input: paper.data, left: Math.max(0, left), top: Math.max(0, top) },
      { input: light(width, height, random.between(10, 90)) },
      { input: grain(seed), raw: { width: TILE, height: TILE, channels: 4 }, tile: true, blend: 'over' },
    ])
    .raw()
    .toBuffer()
  return sharp(picture, { raw: { width, height, channels: 3 } })
}

function shade(width: number, height: number, left: number, top: number, w: number, h: number, angle: number): Buffer {
  const inset = Math.abs(Math.sin((angle * Math.PI) / 180)) * h * 0.5
  return svg(width, height, `<defs><filter id="b"><feGaussianBlur stdDeviation="${Math.round(width / 60)}"/></filter></defs>
    <rect x="${left + inset + width / 60}" y="${top + width / 60}" width="${w - 2 * inset}" height="${h}" fill="#000" fill-opacity="0.5" filter="url(#b)"
    transform="rotate(${angle} ${left + w / 2} ${top + h / 2})"/>`)
}

function light(width: number, height: number, from: number): Buffer {
  return svg(width, height, `<defs><linearGradient id="g" x1="${from}%" y1="0%" x2="${100 - from}%" y2="100%">
    <stop offset="0" stop-color="#fff" stop-opacity="0.14"/><stop offset="1" stop-color="#000" stop-opacity="0.3"/></linearGradient></defs>
    <rect width="${width}" height="${height}" fill="url(#g)"/>`)
}

function svg(width: number, height: number, body: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`)
}

/** Half-transparent specks, black or white, that every camera adds. */
function grain(seed: number): Buffer {
  const noise = Buffer.concat([...uniqueNoise(TILE * TILE, seed)])
  const tile = Buffer.alloc(TILE * TILE * 4)
  for (let i = 0; i < noise.length; i += 1) {
    const value = noise.readUInt8(i)
    tile.fill(value & 1 ? 255 : 0, i * 4, i * 4 + 3)
    tile.writeUInt8((value >> 1) % 22, i * 4 + 3)
  }
  return tile
}
