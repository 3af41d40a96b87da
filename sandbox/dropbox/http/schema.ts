/** Says where an argument is wrong; becomes a 400 text. */
export class Mismatch extends Error {
  constructor(readonly at: string, readonly problem: string) {
    super(problem)
  }
}

/** Checks one JSON value and returns it in its declared form. `fields` is set for structs. */
export interface Schema<T> {
  (value: unknown, at: string): T
  fallback?: { value: T }
  fields?: Record<string, Schema<unknown>>
}

export type Infer<S> = S extends Schema<infer T> ? T : never

const join = (at: string, key: string | number): string => (at === '' ? String(key) : `${at}: ${key}`)

/** Text, optionally with a pattern over the whole of it. */
export function text(pattern?: RegExp): Schema<string> {
  const whole = pattern && new RegExp(`^(?:${pattern.source})$`, 'u')
  return (value, at) => {
    if (typeof value !== 'string') throw new Mismatch(at, `expected string, got ${describe(value)}`)
    if (whole && !whole.test(value)) throw new Mismatch(at, `'${value}' did not match pattern '${pattern?.source}'`)
    return value
  }
}

/** A whole number within bounds. */
export function uint(min = 0, max = Number.MAX_SAFE_INTEGER): Schema<number> {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) throw new Mismatch(at, `expected integer, got ${describe(value)}`)
    if (value < min) throw new Mismatch(at, `${value} is not greater than or equal to ${min}`)
    if (value > max) throw new Mismatch(at, `${value} is not less than or equal to ${max}`)
    return value
  }
}

/** True or false. */
export const bool: Schema<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw new Mismatch(at, `expected boolean, got ${describe(value)}`)
  return value
}

/** Anything at all: for fields whose routes this server does not reproduce. */
export const anything: Schema<unknown> = (value) => value

/** A time as the service reads it. */
export const timestamp: Schema<string> = (value, at) => {
  const given = text()(value, at)
  const ok = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(given) && !Number.isNaN(Date.parse(given))
  if (!ok) throw new Mismatch(at, `time data '${given}' does not match format '%Y-%m-%dT%H:%M:%SZ'`)
  return given
}

/** A list within bounds of length. */
export function list<T>(item: Schema<T>, min = 0, max = Number.MAX_SAFE_INTEGER): Schema<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw new Mismatch(at, `expected list, got ${describe(value)}`)
    if (value.length < min) throw new Mismatch(at, `list must have at least ${min} items (has ${value.length})`)
    if (value.length > max) throw new Mismatch(at, `list must have at most ${max} items (has ${value.length})`)
    return value.map((entry, index) => item(entry, join(at, index)))
  }
}

/** May be absent or null, and then has this value. */
export function optional<T>(schema: Schema<T>, fallback: null): Schema<T | null>
export function optional<T>(schema: Schema<T>, fallback: T): Schema<T>
export function optional<T>(schema: Schema<T>, fallback: T | null): Schema<T | null> {
  const check: Schema<T | null> = (value, at) => (value === null ? fallback : schema(value, at))
  check.fallback = { value: fallback }
  check.fields = schema.fields
  return check
}

/** An object with exactly these fields; any other field is refused by name. */
export function struct<F extends Record<string, Schema<unknown>>>(fields: F): Schema<{ [K in keyof F]: Infer<F[K]> }> {
  const check: Schema<{ [K in keyof F]: Infer<F[K]> }> = (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Mismatch(at, `expected object, got ${describe(value)}`)
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(fields, key) && key !== '.tag') throw new Mismatch(at, `unknown field '${key}'`)
    }
    const result: Record<string, unknown> = {}
    for (const [key, schema] of Object.entries(fields)) {
      const given = (value as Record<string, unknown>)[key]
      if (given !== undefined) result[key] = schema(given, join(at, key))
      else if (schema.fallback) result[key] = schema.fallback.value
      else throw new Mismatch(at, `missing required field '${key}'`)
    }
    return result as { [K in keyof F]: Infer<F[K]> } // every key was just filled from its own schema
  }
  check.fields = fields
  return check
}

/**
 * A union: `"tag"` or `{".tag":"tag", …}`. `members` maps a tag to the schema of its nested value (under a key of
 * the same name) or to null when it carries none. Void members may be written with `null` under their name.
 */
export function union<M extends Record<string, Schema<unknown> | null>>(members: M): Schema<{ tag: keyof M & string; value: unknown }> {
  return (value, at) => {
    const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
    const tag = typeof value === 'string' ? value : object ? (object['.tag'] ?? Object.keys(object)[0]) : undefined
    if (typeof tag !== 'string') throw new Mismatch(at, `expected union, got ${describe(value)}`)
    if (!Object.hasOwn(members, tag)) throw new Mismatch(at, `unknown tag '${tag}'`)
    const nested = members[tag]
    if (!nested) return { tag, value: undefined }
    if (!object || object[tag] === undefined) throw new Mismatch(at, `missing '${tag}' field`)
    return { tag, value: nested(object[tag], join(at, tag)) }
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'object' ? 'object' : typeof value
}
