import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileName, type NameableReceipt } from './file-name'
import { parseTemplate } from './file-template'
import { folderName } from './folder-name'
import { numberedName } from './numbered-name'

const receipt = (fields: Partial<NameableReceipt> = {}): NameableReceipt => ({
  localDate: '2026-11-03', counterparty: 'Office Supply', amountCents: 4290, currency: 'EUR', fileName: 'invoice-0042.pdf', contentType: 'application/pdf',
  accountLabel: 'Main account', ...fields,
})

test.each([
  ['an ordinary receipt', {}, '2026-11-03 Office Supply invoice-0042.pdf'],
  ['no extension at the source', { fileName: 'Foobar' }, '2026-11-03 Office Supply Foobar.pdf'],
  ['an extension of another kind is kept', { fileName: 'scan.JPEG' }, '2026-11-03 Office Supply scan.JPEG'],
  ['climbing out', { fileName: '../../etc/passwd' }, '2026-11-03 Office Supply ..-..-etc-passwd.pdf'],
  ['slashes and backslashes', { counterparty: 'A/B\\C' }, '2026-11-03 A-B-C invoice-0042.pdf'],
  ['NUL, DEL and line breaks', { fileName: 'a\u0000b\u007fc\nd.pdf' }, '2026-11-03 Office Supply a b c d.pdf'],
  ['text that turns around', { fileName: 'invoice\u202Efdp.exe' }, '2026-11-03 Office Supply invoicefdp.exe'],
  ['zero-width characters', { fileName: 'in\u200bvoice\ufeff.pdf' }, '2026-11-03 Office Supply invoice.pdf'],
  ['emoji', { counterparty: '🍕 Pizza 🇮🇹' }, '2026-11-03 _ Pizza _ invoice-0042.pdf'],
  ['a lone surrogate', { fileName: 'a\ud83db.pdf' }, '2026-11-03 Office Supply a_b.pdf'],
  ['decomposed accents become composed', { counterparty: 'Cafe\u0301' }, '2026-11-03 Café invoice-0042.pdf'],
  ['what Windows forbids', { fileName: 'a<b>c:d"e|f?g*.pdf' }, '2026-11-03 Office Supply a-b-c-d-e-f-g-.pdf'],
  ['trailing dots and spaces', { fileName: 'a. . .pdf' }, '2026-11-03 Office Supply a.pdf'],
  ['a dot file', { fileName: '.pdf' }, '2026-11-03 Office Supply .pdf.pdf'],
  ['no counterparty', { counterparty: '' }, '2026-11-03 invoice-0042.pdf'],
  ['an unknown kind without extension', { fileName: 'note', contentType: 'application/x-thing' }, '2026-11-03 Office Supply note'],
] as const)('%s', (_, fields, expected) => {
  expect(fileName(receipt(fields))).toBe(expected)
})

test.each([
  ['CON.pdf', '_CON.pdf'], ['nul', '_nul.pdf'], ['com1.jpg', '_com1.jpg'], ['desktop.ini', '_desktop.ini'], ['Thumbs.db', '_Thumbs.db'], ['~$draft.pdf', '_~$draft.pdf'],
  ['.dropbox.pdf', 'dropbox.pdf'], ['🍕🍕.pdf', 'receipt.pdf'], ['....', 'receipt.pdf'], ['   ', 'receipt.pdf'],
])('the name %j alone becomes %j', (original, expected) => {
  expect(fileName(receipt({ fileName: original }), '{original}')).toBe(expected)
})

test('every token can be used', () => {
  const template = '{year}-{month} {quarter} {amount} {currency} {account} {original}'
  expect(fileName(receipt(), template)).toBe('2026-11 Q4 42.90 EUR Main account invoice-0042.pdf')
})

test.each(['{secret} {original}', '{date}', '{date', '{original}/{date}', `${'x'.repeat(120)}{original}`])('%j is not a template', (template) => {
  expect(parseTemplate(template)).toBeNull()
})

test.each([
  ['Main account', 'Main account'], ['..', 'Account'], ['🏦', 'Account'], ['a/b', 'a-b'], ['  Travel  &  events ', 'Travel & events'], ['NUL', '_NUL'], ['x'.repeat(300), 'x'.repeat(80)],
])('the account %j has the folder %j', (label, expected) => {
  expect(folderName(label)).toBe(expected)
})

test('the n-th file of a name carries its number before the extension', () => {
  expect([1, 2, 12].map((n) => numberedName('a b.pdf', n))).toEqual(['a b.pdf', 'a b (2).pdf', 'a b (12).pdf'])
  expect(numberedName('no extension', 2)).toBe('no extension (2)')
})

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ maxLength: 400 }))

test('any receipt gets a name that is one legal component everywhere, always the same', () => {
  fc.assert(
    fc.property(text, text, text, fc.constantFrom('{date} {counterparty} {original}', '{original}', '{account} {original}'), (counterparty, original, label, template) => {
      const one = receipt({ counterparty, fileName: original, accountLabel: label })
      const name = fileName(one, template)
      expect(fileName(structuredClone(one), template)).toBe(name)
      for (const component of [name, folderName(label)]) {
        expect(component).toBe(component.normalize('NFC'))
        expect(component).not.toMatch(/[\\/<>:"|?*\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/)
        expect(component).not.toMatch(/^[. ]|[. ]$/)
        expect(component.length).toBeGreaterThan(0)
        expect(component.length).toBeLessThanOrEqual(200)
        expect(Buffer.byteLength(component)).toBeLessThanOrEqual(240)
        expect(folderName(component).length).toBeGreaterThan(0)
      }
    }),
    { numRuns: 1000 },
  )
})
