import { setImmediate as nextTurn } from 'node:timers/promises'
import { randomFrom } from '../companies/random'
import type { GrayPicture } from './draw-slip'
import { uniqueNoise } from './random-bytes'

export interface ColorPicture {
  width: number
  height: number
  /** Three bytes a pixel. */
  pixels: Buffer
}

type Color = [red: number, green: number, blue: number]

const desks: Color[] = [[111, 81, 56], [61, 66, 71], [138, 122, 102], [47, 59, 69], [154, 160, 163]]
const paper: Color = [1, 0.985, 0.945]
const ROWS_A_TURN = 200
const GRAIN = 1 << 16

/** Where the slip lies in the picture: a turn around the middle and a scale. */
interface Pose {
  centerX: number
  centerY: number
  cos: number
  sin: number
}

/** Puts a slip on a desk as a hand-held photograph shows it: a little turned, with shadow, uneven light and grain. */
export async function photograph(slip: GrayPicture, width: number, height: number, seed: number): Promise<ColorPicture> {
  const random = randomFrom('photograph', seed)
  const scale = Math.min((width * 0.74) / slip.width, (height * 0.86) / slip.height)
  const angle = (random.next() - 0.5) * 0.16
  const pose = {
    centerX: width * (0.5 + (random.next() - 0.5) * 0.05),
    centerY: height * (0.5 + (random.next() - 0.5) * 0.03),
    cos: Math.cos(angle) / scale,
    sin: Math.sin(angle) / scale,
  }
  const scene = { slip, pose, desk: random.pick(desks), lightX: random.next() - 0.5, grain: Buffer.concat([...uniqueNoise(GRAIN, seed)]) }
  const picture = { width, height, pixels: Buffer.alloc(width * height * 3) }
  for (let y = 0; y < height; y += 1) {
    exposeRow(picture, scene, y)
    if (y % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn()
  }
  return picture
}

interface Scene {
  slip: GrayPicture
  pose: Pose
  desk: Color
  lightX: number
  grain: Buffer
}

function exposeRow({ width, height, pixels }: ColorPicture, { slip, pose, desk, lightX, grain }: Scene, y: number): void {
  const { cos, sin, centerX, centerY } = pose
  const dy = y - centerY
  let u = slip.width / 2 - centerX * cos + dy * sin
  let v = slip.height / 2 + centerX * sin + dy * cos
  let light = 1.14 - (0.4 * y) / height - lightX * 0.2
  const lightStep = (lightX * 0.4) / width
  let speck = (y * 7919) & (GRAIN - 1)
  let at = y * width * 3
  for (let x = 0; x < width; x += 1, u += cos, v -= sin, light += lightStep, at += 3) {
    const gray = sample(slip, u, v)
    const base = gray < 0 ? shadow(slip, u, v) * light : gray * light
    const tone = gray < 0 ? desk : paper
    speck = (speck + 1) & (GRAIN - 1)
    const noise = ((grain[speck] as number) - 128) * 0.085
    pixels[at] = clamp(tone[0] * base + noise)
    pixels[at + 1] = clamp(tone[1] * base + noise)
    pixels[at + 2] = clamp(tone[2] * base + noise)
  }
}

/** Brightness of the slip between its dots, or -1 beside it. */
function sample({ width, height, pixels }: GrayPicture, u: number, v: number): number {
  const left = Math.floor(u)
  const top = Math.floor(v)
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return -1
  const at = top * width + left
  const x = u - left
  const upper = (pixels[at] as number) * (1 - x) + (pixels[at + 1] as number) * x
  const lower = (pixels[at + width] as number) * (1 - x) + (pixels[at + width + 1] as number) * x
  return upper + (lower - upper) * (v - top)
}

/** How much light reaches the desk beside the slip, which lifts a little and throws its shadow down and to the right. */
function shadow({ width, height }: GrayPicture, u: number, v: number): number {
  const reach = width * 0.06
  const dx = Math.max(reach * 0.5 - u, u - width - reach * 0.5, 0)
  const dy = Math.max(reach * 0.5 - v, v - height - reach * 0.5, 0)
  const distance = Math.sqrt(dx * dx + dy * dy) / reach
  return distance >= 1 ? 1 : 0.5 + 0.5 * distance * distance * (3 - 2 * distance)
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value
}
