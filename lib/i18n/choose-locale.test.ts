import { expect, test } from 'vitest'
import { chooseLocale } from './choose-locale'

test.each([
  [null, 'en'],
  ['fr-CH, fr;q=0.9, en;q=0.8', 'fr'],
  ['pt-BR, it;q=0.7, de;q=0.9', 'de'],
  ['pt, ja', 'en'],
  ['en;q=0, es', 'es'],
])('the browser that accepts %s is shown %s', (header, locale) => {
  expect(chooseLocale(header)).toBe(locale)
})
