import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { generateCompany } from '../companies/generate-company'
import { Books } from '../state/books'
import type { DocumentSource, Receipt } from '../state/types'
import { invoiceOf, money } from './invoice'
import { makePdf } from './make-pdf'
import { openDocument } from './open-document'
import { sharedNoise } from './random-bytes'

const company = generateCompany(new Books(), '00000000-0000-4000-8000-00000000000a', {
  seed: 'documents', accounts: 1, transactions: 60, receipts: 60, months: 6, until: Date.parse('2026-11-01T00:00:00Z'), receiptSize: { min: 50_000, max: 200_000 }, documents: 'shared',
})
const receipts = (company.accounts[0]?.transactions.all ?? []).flatMap((transaction) => transaction.receipts)

function receipt(contentType: string, size: number, document: DocumentSource = { kind: 'drawn', style: 'unique', seed: 5 }): Receipt {
  return { ...(receipts[0] as Receipt), contentType, size, document, id: `${contentType} ${size} ${JSON.stringify(document)}` }
}

async function bytesOf(one: Receipt): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await openDocument(one, '')) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('PDF receipts', () => {
  test('are valid documents with one page at every size', async () => {
    for (const size of [2_600, 2_601, 5_999, 6_000, 9_998, 9_999, 10_000, 10_001, 99_990, 100_013, 1_000_000, 3_000_000]) {
      const pdf = Buffer.concat([...makePdf(invoiceOf(receipts[0] as Receipt, 1), size, 1)])
      expect(pdf.length).toBe(size)
      expect((await PDFDocument.load(pdf)).getPageCount()).toBe(1)
    }
  })

  test('say in their cross-reference table where each object begins', () => {
    const pdf = Buffer.concat([...makePdf(invoiceOf(receipts[0] as Receipt, 1), 40_000, 1)]).toString('latin1')
    const table = pdf.slice(Number(/startxref\n(\d+)/.exec(pdf)?.[1]))
    expect(table.startsWith('xref\n')).toBe(true)
    const offsets = [...table.matchAll(/(\d{10}) 00000 n /g)].map(([, offset]) => Number(offset))
    for (const [index, offset] of offsets.entries()) expect(pdf.slice(offset, offset + 7)).toBe(`${index + 1} 0 obj`)
  })

  test('never hold the end of their filler inside the filler', () => {
    expect(Buffer.concat([...sharedNoise(1 << 20, 0)]).includes('endstream')).toBe(false)
  })
})

describe('pictures', () => {
  test.each([['image/jpeg', 'jpeg'], ['image/png', 'png']])('of type %s are readable at every size, alone and shared', async (type, format) => {
    for (const size of [40_000, 65_600, 131_077, 700_001]) {
      for (const style of ['unique', 'shared'] as const) {
        const one = receipt(type, size, { kind: 'drawn', style, seed: size })
        const bytes = await bytesOf(one)
        expect(bytes.length).toBe(size)
        expect((await sharp(bytes).metadata()).format).toBe(format)
        expect((await sharp(bytes).stats()).isOpaque).toBe(true)
      }
    }
  })

  test('are the same bytes each time', async () => {
    const one = receipt('image/jpeg', 90_000)
    const again = { ...one, id: one.id }
    expect((await bytesOf(one)).equals(await bytesOf(again))).toBe(true)
  })
})

describe('what a receipt says', () => {
  test('adds up to the amount of its transaction and names its counterparty', () => {
    for (const one of receipts) {
      const invoice = invoiceOf(one, 1)
      expect(invoice.totalCents).toBe(one.transaction?.localAmountCents)
      expect(invoice.netCents + invoice.vatCents).toBe(invoice.totalCents)
      expect(invoice.lines.reduce((sum, line) => sum + line.totalCents, 0)).toBe(invoice.netCents)
      if (one.transaction?.side === 'debit' && one.transaction.counterparty) expect(invoice.supplier.name).toBe(one.transaction.counterparty)
    }
  })

  test('prints amounts with a decimal comma', () => {
    expect([5, 100, 123_456, 1_234_567_89].map(money)).toEqual(['0,05', '1,00', '1 234,56', '1 234 567,89'])
  })
})
