import { expect, test } from 'vitest'
import { amountRange } from './amount-range'

test.each([
  ['42', 4200, 4299],
  ['42,50', 4250, 4250],
  ['42.5', 4250, 4250],
  ['-42,50 €', 4250, 4250],
  ['€ 1.234,05', 123_405, 123_405],
  ['1,234.05', 123_405, 123_405],
  ['1 234', 123_400, 123_499],
  ['1\u202f234,50 EUR', 123_450, 123_450],
  ['0,05', 5, 5],
])('%s is searched as %i to %i cents', (text, from, to) => {
  expect(amountRange(text)).toEqual({ from, to })
})

test.each(['', 'invoice 42', '42,5050', '4 2', '2026-03-01', '1.2.3', '99999999999999'])('"%s" is no amount', (text) => {
  expect(amountRange(text)).toBeNull()
})
