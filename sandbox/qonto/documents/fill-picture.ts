import { crc32 } from 'node:zlib'
import { sharedNoise } from './random-bytes'

const SEGMENT = 65_537
const SMALLEST_SEGMENT = 4

/** The JPEG with comment segments after its start marker, first `name`, then noise, so that it has exactly `size` bytes. */
export function* fillJpeg(jpeg: Buffer, name: string, size: number, seed: number): Generator<Buffer> {
  yield jpeg.subarray(0, 2)
  const label = Buffer.from(name)
  yield commentHead(label.length + 4)
  yield label
  let left = size - jpeg.length - label.length - 4
  while (left > 0) {
    const whole = Math.min(left, SEGMENT)
    const length = left - whole > 0 && left - whole < SMALLEST_SEGMENT ? whole - SMALLEST_SEGMENT : whole
    if (length < SMALLEST_SEGMENT) {
      yield Buffer.alloc(length, 0xff)
    } else {
      yield commentHead(length)
      yield* sharedNoise(length - 4, seed + left)
    }
    left -= length
  }
  yield jpeg.subarray(2)
}

function commentHead(length: number): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, 0])
  head.writeUInt16BE(length - 2, 2)
  return head
}

const SIGNATURE_AND_HEADER = 33
const CHUNK_FRAME = 12

/** The PNG with two ancillary chunks after its header, `name` and noise, so that it has exactly `size` bytes. */
export function* fillPng(png: Buffer, name: string, size: number, seed: number): Generator<Buffer> {
  yield png.subarray(0, SIGNATURE_AND_HEADER)
  const label = Buffer.from(`Comment\0${name}`)
  yield* chunk('tEXt', [label])
  const noise = size - png.length - label.length - 2 * CHUNK_FRAME
  if (noise < 0) throw new RangeError(`a picture of ${png.length} bytes does not fit into ${size}`)
  yield* chunk('rnDm', [...sharedNoise(noise, seed)])
  yield png.subarray(SIGNATURE_AND_HEADER)
}

function* chunk(type: string, data: Buffer[]): Generator<Buffer> {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(data.reduce((sum, piece) => sum + piece.length, 0))
  head.write(type, 4, 'latin1')
  yield head
  yield* data
  const end = Buffer.alloc(4)
  end.writeUInt32BE(data.reduce((sum, piece) => crc32(piece, sum), crc32(head.subarray(4))))
  yield end
}
