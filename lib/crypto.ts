import 'server-only'
import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from './env'

/** Where a sealed value lives; it opens only there (additional authenticated data). */
export type SealedPlace = { table: string; column: string; rowId: string; organizationId: string }

type Key = { id: string; bytes: Buffer }

/**
 * The configured keys, newest first: `APP_ENCRYPTION_KEYS="k2:<base64 of 32 bytes>,k1:…"`.
 * @throws Error naming the key id when a key is not 32 bytes or an id repeats.
 */
export function encryptionKeys(text = env().APP_ENCRYPTION_KEYS): Key[] {
  const keys = text.split(',').map((part) => {
    const [id = '', value = ''] = part.trim().split(':')
    const bytes = Buffer.from(value, 'base64')
    if (!/^[a-z0-9-]{1,20}$/i.test(id) || bytes.length !== 32) {
      throw new Error(`APP_ENCRYPTION_KEYS: key "${id.slice(0, 20)}" must be written id:base64 of exactly 32 bytes`)
    }
    return { id, bytes }
  })
  if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new Error('APP_ENCRYPTION_KEYS: two keys have the same id')
  return keys
}

const placeBytes = (place: SealedPlace) =>
  Buffer.from(JSON.stringify([place.table, place.column, place.rowId, place.organizationId]))

/** Encrypts with the newest key (AES-256-GCM, fresh 96-bit nonce) as `<key id>.<base64 of nonce, tag, ciphertext>`. */
export function seal(plaintext: string, place: SealedPlace): string {
  const key = encryptionKeys()[0]
  if (!key) throw new Error('APP_ENCRYPTION_KEYS is empty')
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce)
  cipher.setAAD(placeBytes(place))
  const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  return `${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')}`
}

/** Decrypts what `seal` made for this very place. @throws Error when the key is absent, the place differs or a bit changed. */
export function open(sealed: string, place: SealedPlace): string {
  const [keyId, text = ''] = sealed.split('.')
  const key = encryptionKeys().find((candidate) => candidate.id === keyId)
  if (!key) throw new Error(`the encryption key "${keyId}" is not configured`)
  const bytes = Buffer.from(text, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(placeBytes(place))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

/** The id of the key that sealed a value, for rotation. */
export const sealedWith = (sealed: string) => sealed.split('.')[0] ?? ''

/** SHA-256 in hex, for values that are looked up but never read back. */
export const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')

/** Compares two texts in time that depends on their length only. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(sha256(a)), Buffer.from(sha256(b))]
  return timingSafeEqual(left, right)
}

/** URL-safe random text of `bytes` random bytes. */
export const randomToken = (bytes = 32) => randomBytes(bytes).toString('base64url')
