import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { RECEIPTS_PER_TRANSACTION } from '../companies/generate-company'
import { randomFrom } from '../companies/random'
import type { Bank } from '../state/bank'
import type { DocumentSource, Receipt, Transaction } from '../state/types'
import { json, type Handler } from '../wire/exchange'
import { apiError, notFound } from '../wire/wire-error'
import { bookTransaction } from './book-transaction'
import { chooseDocument } from './choose-document'
import { accountOf, companyOf, momentSchema } from './fields'
import { parseControl } from './parse-control'
import { controlReceipt } from './present'
import { transactionFieldsSchema, wishOf } from './transactions'

const receiptSchema = z.strictObject({
  ...transactionFieldsSchema,
  company: z.string().optional(),
  account: z.string().optional(),
  transaction: z.string().nullable().optional(),
  file_name: z.string().max(1000).optional(),
  content_type: z.string().optional(),
  size: z.number().int().min(0).max(1 << 30).optional(),
  seed: z.union([z.string(), z.number()]).optional(),
  base64: z.base64().optional(),
  created_at: momentSchema.optional(),
  visible_in_ms: z.number().min(0).optional(),
  probative: z.enum(['available', 'unavailable', 'pending', 'corrupted']).default('available'),
})

type Body = z.infer<typeof receiptSchema>

/** `POST /_sandbox/receipts`: a receipt appears, on a new transaction unless one is named. */
export const addControlReceipt: Handler = async (exchange) => {
  const { bank } = exchange
  const body = await parseControl(receiptSchema, exchange)
  const company = companyOf(bank, body.company)
  const stored = body.base64 === undefined ? null : await store(bank, Buffer.from(body.base64, 'base64'))
  const transaction = transactionFor(bank, body)
  const at = bank.clock.now()
  const random = randomFrom('added', body.seed ?? randomUUID())
  const { document, contentType, size } = stored ? { document: stored.document, size: stored.size, contentType: body.content_type ?? 'application/pdf' } : chooseDocument(random, body.content_type, body.size)
  const id = randomUUID()
  bank.commit({
    op: 'receipt',
    receipt: {
      id,
      companyId: transaction?.account.company.id ?? company.id,
      transactionId: transaction?.id ?? null,
      fileName: body.file_name ?? `invoice-${random.between(10_000, 99_999)}.pdf`,
      contentType,
      size,
      createdAt: body.created_at ?? at,
      visibleAt: at + (body.visible_in_ms ?? 0),
      probative: body.probative,
      document,
    },
    touch: bank.switches.attaching_bumps_updated_at,
    at,
  })
  return json(controlReceipt(bank.books.receipts.get(id) as Receipt), 201)
}

/** `DELETE /_sandbox/receipts/{id}`: a person removes a receipt at the bank. */
export const removeControlReceipt: Handler = ({ bank, params }) => {
  const receipt = bank.books.receipts.get(params.id ?? '')
  if (!receipt) throw notFound('receipt')
  bank.commit({ op: 'receipt-removed', id: receipt.id, at: bank.clock.now(), touch: bank.switches.removing_bumps_updated_at })
  return { status: 204 }
}

function transactionFor(bank: Bank, body: Body): Transaction | null {
  if (body.transaction === null) return null
  if (body.transaction === undefined) return bookTransaction(bank, accountOf(companyOf(bank, body.company), body.account), wishOf({ ...body, created_at: undefined }))
  const transaction = bank.books.transactions.get(body.transaction)
  if (!transaction) throw notFound('transaction')
  if (transaction.receipts.length >= RECEIPTS_PER_TRANSACTION) throw apiError(400, 'bad_request', 'transaction: it already holds five receipts')
  return transaction
}

async function store(bank: Bank, bytes: Buffer): Promise<{ document: DocumentSource; size: number }> {
  const blob = randomUUID()
  await writeFile(join(bank.blobDir, blob), bytes, { mode: 0o600 })
  return { document: { kind: 'stored', blob }, size: bytes.length }
}
