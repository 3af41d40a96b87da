import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { RECEIPTS_PER_TRANSACTION } from '../companies/generate-company'
import { uuidFrom } from '../companies/random'
import type { CompanySpec } from '../state/operations'
import { json, type Handler } from '../wire/exchange'
import { apiError } from '../wire/wire-error'
import { momentSchema } from './fields'
import { parseControl } from './parse-control'
import { presentCompany } from './present'

const DAY = 86_400_000

const companySchema = z.strictObject({
  seed: z.union([z.string(), z.number()]).optional(),
  name: z.string().min(1).max(200).optional(),
  accounts: z.number().int().min(1).max(100).default(1),
  transactions: z.number().int().min(0).max(2_000_000).default(0),
  receipts: z.number().int().min(0).default(0),
  months: z.number().positive().max(600).default(12),
  until: momentSchema.optional(),
  receipt_size: z.strictObject({ min: z.number().int().min(1), max: z.number().int().min(1).max(1 << 30) }).default({ min: 20_000, max: 400_000 }),
  documents: z.enum(['shared', 'unique']).default('shared'),
})

/** `GET /_sandbox/companies`: all of them, the demo companies first. */
export const listCompanies: Handler = ({ bank }) => json([...bank.books.companies.values()].map((company) => presentCompany(company, bank)))

/** `POST /_sandbox/companies`: a company of any size. The same request gives the same company, and only once. */
export const createCompany: Handler = async (exchange) => {
  const { bank } = exchange
  const { seed, receipt_size, until, ...rest } = await parseControl(companySchema, exchange)
  if (rest.receipts > rest.transactions * RECEIPTS_PER_TRANSACTION) throw apiError(400, 'bad_request', 'receipts: at most five for each transaction')
  const spec: CompanySpec = {
    ...rest,
    seed: String(seed ?? randomUUID()),
    receiptSize: { min: receipt_size.min, max: Math.max(receipt_size.min, receipt_size.max) },
    until: until ?? Math.floor(bank.clock.now() / DAY) * DAY,
  }
  const id = uuidFrom('company', createHash('sha256').update(JSON.stringify(spec, Object.keys(spec).sort().concat('min', 'max'))).digest('hex'))
  const isNew = !bank.books.companies.has(id)
  if (isNew) bank.commit({ op: 'generate', id, spec })
  const company = bank.books.companies.get(id)
  return json(company && presentCompany(company, bank), isNew ? 201 : 200)
}
