import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RECEIPTS_PER_TRANSACTION } from '../companies/generate-company'
import type { Bank } from '../state/bank'
import type { IdempotencyMark } from '../state/operations'
import type { Company, Transaction } from '../state/types'
import { json, type ApiHandler, type Exchange, type Reply } from '../wire/exchange'
import { receiveUpload, type Upload } from '../wire/receive-upload'
import { apiError } from '../wire/wire-error'
import { visibleTransaction } from './visible-transaction'

const REPLAY_MS = 30 * 60_000
const accepted = ['application/pdf', 'image/jpeg', 'image/png']

/** `POST /v2/transactions/{id}/attachments`: answered at once, visible once it has been processed. */
export const uploadToTransaction: ApiHandler = async (exchange, caller) => {
  const transaction = visibleTransaction(exchange, caller)
  if (exchange.bank.switches.upload_reply === 'empty') return { ...(await upload(exchange, caller.company, transaction)), json: undefined }
  return upload(exchange, caller.company, transaction)
}

/** `POST /v2/attachments`: a file that belongs to no transaction yet; the answer holds its id only. */
export const uploadAlone: ApiHandler = (exchange, caller) => upload(exchange, caller.company, null)

async function upload(exchange: Exchange, company: Company, transaction: Transaction | null): Promise<Reply> {
  const { bank, request } = exchange
  const key = String(request.headers['x-qonto-idempotency-key'] ?? '')
  if (key === '' && bank.switches.require_idempotency_key) throw apiError(400, 'required', 'X-Qonto-Idempotency-Key is required')
  const file = await receiveUpload(request, bank.blobDir, bank.switches.max_upload_bytes)
  const earlier = replayed(bank, company, key)
  if (earlier) {
    await rm(join(bank.blobDir, file.blob), { force: true })
    return json(earlier.body)
  }
  try {
    refuseUnfit(file, transaction)
  } catch (error) {
    await rm(join(bank.blobDir, file.blob), { force: true })
    throw error
  }
  return json(enter(bank, company, transaction, file, key))
}

/** The first answer to this key, for as long as it is repeated. */
function replayed(bank: Bank, company: Company, key: string): IdempotencyMark | null {
  const earlier = bank.books.idempotency.get(`${company.id} ${key}`)
  return earlier && bank.clock.now() < earlier.at + REPLAY_MS ? earlier : null
}

function refuseUnfit(file: Upload, transaction: Transaction | null): void {
  const pointer = { pointer: 'file' }
  if (!accepted.includes(file.contentType)) throw apiError(422, 'not_in_list', 'file must be one of: JPEG, PNG, PDF', pointer)
  if (file.size === 0) throw apiError(422, 'blank', 'file must not be empty', pointer)
  if (transaction && transaction.receipts.length >= RECEIPTS_PER_TRANSACTION) throw apiError(422, 'too_many', 'a transaction holds up to 5 attachments', pointer)
}

function enter(bank: Bank, company: Company, transaction: Transaction | null, file: Upload, key: string): unknown {
  const at = bank.clock.now()
  const id = randomUUID()
  const body = transaction ? {} : { attachment: { id } }
  bank.commit({
    op: 'receipt',
    receipt: {
      id,
      companyId: company.id,
      transactionId: transaction?.id ?? null,
      fileName: file.fileName,
      contentType: file.contentType,
      size: file.size,
      createdAt: at,
      visibleAt: at + bank.switches.upload_delay_ms,
      probative: 'available',
      document: { kind: 'stored', blob: file.blob },
    },
    touch: bank.switches.attaching_bumps_updated_at,
    at,
    ...(key === '' ? {} : { idempotency: { companyId: company.id, key, at, body } }),
  })
  return body
}
