/** One DER value: tag, length and contents (X.690). */
export function der(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
}

export const sequence = (...items: Buffer[]) => der(0x30, ...items)
export const set = (...items: Buffer[]) => der(0x31, ...items)
export const octets = (...contents: Buffer[]) => der(0x04, ...contents)
export const bits = (content: Buffer, unused = 0) => der(0x03, Buffer.from([unused]), content)
export const text = (value: string) => der(0x0c, Buffer.from(value))
export const truth = () => der(0x01, Buffer.from([0xff]))
/** A value inside an explicit or implicit context tag. */
export const context = (number: number, isConstructed: boolean, ...contents: Buffer[]) => der(0x80 | (isConstructed ? 0x20 : 0) | number, ...contents)

/** A positive integer from its big-endian bytes. */
export function integer(bytes: Buffer): Buffer {
  return der(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes)
}

/** An object identifier in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

/** A moment before 2050 as `UTCTime`. */
export function time(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff])
}
