import { expect, test } from 'vitest'
import { isQontoSignature } from './verify-webhook'

// The vector that Qonto publishes.
const vector = {
  header: 't=1704110400,v1=56aff06dc227db80d6568a5070f912c601c31f20451745d257cbc0b5dfa93805',
  body: '{"test":"data"}',
  secret: 'test-secret',
}
const atSeconds = 1704110400 + 10

test("Qonto's published signature is accepted", () => {
  expect(isQontoSignature({ ...vector, atSeconds })).toBe(true)
})

test('a changed body, another secret, an old or missing signature is refused', () => {
  expect(isQontoSignature({ ...vector, atSeconds, body: '{"test":"data" }' })).toBe(false)
  expect(isQontoSignature({ ...vector, atSeconds, secret: 'other' })).toBe(false)
  expect(isQontoSignature({ ...vector, atSeconds: atSeconds + 301 })).toBe(false)
  for (const header of [null, '', 't=1704110400', 'v1=56af', 't=soon,v1=56af', '===,,,']) expect(isQontoSignature({ ...vector, atSeconds, header })).toBe(false)
})
