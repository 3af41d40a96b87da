import { expect, test } from 'vitest'
import { toCsv } from './csv'

test('text that a spreadsheet would run is neutralized, numbers stay numbers', () => {
  expect(toCsv([['=1+1', '+49', '-x', '@y', -3, 4.5, null]])).toBe("\ufeff'=1+1,'+49,'-x,'@y,-3,4.5,\r\n")
})

test('commas, quotes and line breaks stay inside their cell', () => {
  expect(toCsv([['a,b', 'say "hi"', 'two\nlines']])).toBe('\ufeff"a,b","say ""hi""","two\nlines"\r\n')
})
