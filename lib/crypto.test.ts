import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { encryptionKeys, open, seal, sealedWith } from './crypto'

const place = { table: 'Connection', column: 'refreshTokenSealed', rowId: 'row-1', organizationId: 'org-1' }

test('a sealed token opens in its own place', () => {
  const sealed = seal('a refresh token', place)
  expect(sealed).not.toContain('refresh token')
  expect(open(sealed, place)).toBe('a refresh token')
  expect(sealedWith(sealed)).toBe('test')
})

test('the same token sealed twice looks different', () => {
  expect(seal('token', place)).not.toBe(seal('token', place))
})

test.each(['table', 'column', 'rowId', 'organizationId'] as const)('a ciphertext moved to another %s is refused', (part) => {
  const sealed = seal('token', place)
  expect(() => open(sealed, { ...place, [part]: 'another' })).toThrow()
})

test('any flipped bit is refused', () => {
  const [id, body = ''] = seal('token', place).split('.')
  const bytes = Buffer.from(body, 'base64')
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    expect(() => open(`${id}.${changed.toString('base64')}`, place)).toThrow()
  }
})

test('keys that are short, nameless or named twice stop the start, and the message holds no key', () => {
  const key = randomBytes(32).toString('base64')
  const short = randomBytes(31).toString('base64')
  expect(() => encryptionKeys(`a:${short}`)).toThrow(/key "a" must be written/)
  expect(() => encryptionKeys(`a:${short}`)).not.toThrow(short)
  expect(() => encryptionKeys(key)).toThrow()
  expect(() => encryptionKeys(`a:${key},a:${key}`)).toThrow(/same id/)
  expect(encryptionKeys(`b:${key},a:${key}`).map((each) => each.id)).toEqual(['b', 'a'])
})
