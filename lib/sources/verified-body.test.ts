import { expect, test } from 'vitest'
import { verifiedBody } from './verified-body'

async function* chunks(...parts: (string | Uint8Array)[]) {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part, 'latin1') : part
}

async function* broken() {
  yield Buffer.from('%PDF-1.7\n')
  throw new Error('the other side closed')
}

const read = async (body: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts).toString('latin1')
}
const pdf = `%PDF-1.7\n${'x'.repeat(5_000)}`
const declared = { size: pdf.length, contentType: 'application/pdf' }

test('a file passes byte for byte, however it is cut', async () => {
  expect(await read(verifiedBody(chunks(pdf), declared))).toBe(pdf)
  expect(await read(verifiedBody(chunks(pdf.slice(0, 3), pdf.slice(3, 2_000), pdf.slice(2_000)), declared))).toBe(pdf)
  expect(await read(verifiedBody(chunks('%PDF-'), { ...declared, size: 5 }))).toBe('%PDF-')
  expect(await read(verifiedBody(chunks(), { ...declared, size: 0 }))).toBe('')
})

test.each([
  { what: 'shorter than declared', body: [pdf.slice(0, -1)], code: 'receipt_truncated' },
  { what: 'empty', body: [], code: 'receipt_truncated' },
  { what: 'longer than declared', body: [pdf, 'x'], code: 'receipt_wrong_size' },
  { what: 'a web page', body: ['<!DOCTYPE html><title>Sign in</title>'.padEnd(pdf.length)], code: 'receipt_wrong_type' },
  { what: 'an error document', body: ['<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'.padEnd(pdf.length)], code: 'receipt_wrong_type' },
  { what: 'a web page that quotes a PDF', body: ['<html>%PDF-1.7'.padEnd(pdf.length)], code: 'receipt_wrong_type' },
  { what: 'noise', body: ['noise'.padEnd(pdf.length)], code: 'receipt_wrong_type' },
])('a body that is $what is refused', async ({ body, code }) => {
  await expect(read(verifiedBody(chunks(...body), declared))).rejects.toMatchObject({ code, next: 'skip_item' })
})

test('a connection that breaks means a truncated file', async () => {
  await expect(read(verifiedBody(broken(), declared))).rejects.toMatchObject({ code: 'receipt_truncated' })
})

test('a photo that was named .pdf is still a receipt', async () => {
  const photo = `\xff\xd8\xff\xe0${'x'.repeat(2_000)}`
  expect(await read(verifiedBody(chunks(photo), { size: photo.length, contentType: 'application/pdf' }))).toBe(photo)
})

test('a kind of file that nobody foresaw passes, unless it is a page', async () => {
  const other = { size: 4, contentType: 'application/vnd.oasis.opendocument.text' }
  expect(await read(verifiedBody(chunks('PK\x03\x04'), other))).toBe('PK\x03\x04')
  await expect(read(verifiedBody(chunks('<html>'), { ...other, size: 6 }))).rejects.toMatchObject({ code: 'receipt_wrong_type' })
})
