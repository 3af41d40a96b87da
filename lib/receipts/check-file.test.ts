import { expect, test } from 'vitest'
import { checkFile, MAX_UPLOAD_BYTES } from './check-file'

const pdf = Buffer.from('%PDF-1.7\n')
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2])
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])

test.each([
  ['Rechnung März.pdf', pdf, 'Rechnung März.pdf', 'application/pdf'],
  ['slip.JPG', jpeg, 'slip.jpg', 'image/jpeg'],
  ['slip.jpeg', jpeg, 'slip.jpeg', 'image/jpeg'],
  ['scan.png', png, 'scan.png', 'image/png'],
  ['../../etc/passwd.pdf', pdf, 'passwd.pdf', 'application/pdf'],
  ['C:\\Users\\me\\bill.pdf', pdf, 'bill.pdf', 'application/pdf'],
  ['a\u202efdp.\0bill".pdf', pdf, 'afdp.bill.pdf', 'application/pdf'],
  ['.pdf', pdf, 'receipt.pdf', 'application/pdf'],
  ['Cafe\u0301.pdf', pdf, 'Café.pdf', 'application/pdf'],
  [`${'é'.repeat(300)}.pdf`, pdf, `${'é'.repeat(150)}.pdf`, 'application/pdf'],
])('%s is taken', (name, bytes, cleaned, contentType) => {
  expect(checkFile({ name, bytes })).toEqual({ name: cleaned, contentType })
})

test.each([
  ['page.pdf', Buffer.from('<html>%PDF-'), 'upload_wrong_type'],
  ['photo.png', jpeg, 'upload_wrong_type'],
  ['photo.jpg', pdf, 'upload_wrong_type'],
  ['drawing.svg', Buffer.from('<svg/>'), 'upload_wrong_type'],
  ['run.exe', pdf, 'upload_wrong_type'],
  ['invoice', pdf, 'upload_wrong_type'],
  ['invoice.constructor', pdf, 'upload_wrong_type'],
  ['empty.pdf', Buffer.alloc(0), 'upload_empty'],
  ['large.pdf', Buffer.alloc(MAX_UPLOAD_BYTES + 1, pdf), 'upload_too_large'],
])('%s is refused', (name, bytes, code) => {
  expect(() => checkFile({ name, bytes })).toThrow(expect.objectContaining({ code, next: 'refuse' }))
})

test('the limit itself is allowed', () => {
  expect(checkFile({ name: 'full.pdf', bytes: Buffer.alloc(MAX_UPLOAD_BYTES, pdf) }).name).toBe('full.pdf')
})
