import { describe, expect, test } from 'vitest'
import { openDocument } from '../documents/open-document'
import { Books } from '../state/books'
import type { CompanySpec } from '../state/operations'
import type { Company } from '../state/types'
import { generateCompany } from './generate-company'

const spec: CompanySpec = { seed: '42', accounts: 3, transactions: 900, receipts: 1_100, months: 24, until: Date.parse('2026-11-01T00:00:00Z'), receiptSize: { min: 2_000, max: 90_000 }, documents: 'shared' }

function generated(changes: Partial<CompanySpec> = {}, id = '00000000-0000-4000-8000-000000000001'): Company {
  return generateCompany(new Books(), id, { ...spec, ...changes })
}

const transactionsOf = (company: Company) => company.accounts.flatMap(({ transactions }) => transactions.all)
const receiptsOf = (company: Company) => transactionsOf(company).flatMap(({ receipts }) => receipts)
const facts = (company: Company) => transactionsOf(company).map(({ account, receipts, ...rest }) => [account.id, rest, receipts.map(({ company: owner, transaction, ...receipt }) => [owner.id, transaction?.id, receipt])])

describe('a generated company', () => {
  test('is the same every time for the same seed, and another for another', () => {
    expect(facts(generated())).toEqual(facts(generated()))
    expect(facts(generated())).not.toEqual(facts(generated({}, '00000000-0000-4000-8000-000000000002')))
  })

  test('has exactly as many accounts, transactions and receipts as were asked for', () => {
    const company = generated()
    expect([company.accounts.length, transactionsOf(company).length, receiptsOf(company).length]).toEqual([3, 900, 1_100])
    expect(Math.max(...transactionsOf(company).map(({ receipts }) => receipts.length))).toBeLessThanOrEqual(5)
    expect(receiptsOf(generated({ transactions: 10, receipts: 50 }))).toHaveLength(50)
    expect(receiptsOf(generated({ transactions: 0, receipts: 0 }))).toEqual([])
  })

  test('has ids of its own for everything', () => {
    const company = generated()
    const ids = [...company.accounts, ...transactionsOf(company), ...receiptsOf(company)].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('keeps to its months and to the order of events', () => {
    for (const { emittedAt, createdAt, updatedAt, settledAt, receipts } of transactionsOf(generated())) {
      expect(emittedAt).toBeGreaterThanOrEqual(spec.until - 24 * 30.4375 * 86_400_000)
      expect(emittedAt).toBeLessThan(spec.until)
      expect(createdAt).toBeGreaterThan(emittedAt)
      expect(updatedAt).toBeGreaterThanOrEqual(Math.max(createdAt, settledAt ?? 0, ...receipts.map((receipt) => receipt.createdAt)))
    }
  })

  test('has files of exactly the declared size and no two alike', async () => {
    const seen = new Set<string>()
    for (const receipt of receiptsOf(generated({ transactions: 120, receipts: 150 }))) {
      const bytes = await read(receipt)
      expect(bytes.length).toBe(receipt.size)
      expect(bytes.subarray(0, 4).toString('hex')).toMatch({ 'application/pdf': /^25504446$/, 'image/jpeg': /^ffd8ffe0|^ffd8fffe$/, 'image/png': /^89504e47$/ }[receipt.contentType] as RegExp)
      seen.add(bytes.toString('latin1'))
    }
    expect(seen.size).toBe(150)
  })
})

async function read(receipt: Parameters<typeof openDocument>[0]): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await openDocument(receipt, '')) chunks.push(chunk)
  return Buffer.concat(chunks)
}
