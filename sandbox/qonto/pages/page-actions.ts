import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { accountFields } from '../companies/company-fields'
import { RECEIPTS_PER_TRANSACTION } from '../companies/generate-company'
import { bookTransaction } from '../control/book-transaction'
import { signUrl } from '../files/signed-url'
import type { Transaction } from '../state/types'
import { redirect, type Exchange, type Handler, type Reply } from '../wire/exchange'
import { readForm } from '../wire/read-body'
import { receiveForm, type Upload } from '../wire/receive-upload'
import { apiError, notFound } from '../wire/wire-error'
import { pageCompany } from './company-page'
import { refusalPage } from './refusal-page'
import { pageTransaction } from './transaction-page'

/** `POST /companies/{company}/transactions`: books a transaction, with the uploaded receipt if there is one. */
export const addTransactionFromPage: Handler = async (exchange) => {
  const { bank, request } = exchange
  const company = pageCompany(exchange)
  const { upload, fields } = await receiveForm(request, bank.blobDir, bank.switches.max_upload_bytes)
  const account = company.accounts.find(({ id }) => id === fields.account)
  const amountCents = Math.round(Number((fields.amount ?? '').replace(',', '.')) * 100)
  if (!account || !(amountCents > 0)) return refusalPage('Choose an account and an amount above zero.')
  const emittedAt = fields.date ? Date.parse(`${fields.date}T12:00:00Z`) : bank.clock.now()
  const transaction = bookTransaction(bank, account, { amountCents, counterparty: fields.counterparty ?? '', side: 'debit', emittedAt })
  if (upload) await attach(exchange, transaction, upload)
  return seeOther(`/companies/${company.id}`)
}

/** `POST …/transactions/{transaction}/receipts`: one more receipt. */
export const addReceiptFromPage: Handler = async (exchange) => {
  const { bank, request } = exchange
  const transaction = pageTransaction(exchange)
  const { upload } = await receiveForm(request, bank.blobDir, bank.switches.max_upload_bytes)
  if (!upload) return refusalPage('Choose a file.')
  if (transaction.receipts.length >= RECEIPTS_PER_TRANSACTION) {
    await rm(join(bank.blobDir, upload.blob), { force: true })
    return refusalPage('A transaction holds up to five receipts.')
  }
  await attach(exchange, transaction, upload)
  return seeOther(`/companies/${pageCompany(exchange).id}/transactions/${transaction.id}`)
}

/** `POST …/receipts/{receipt}/remove`. */
export const removeReceiptFromPage: Handler = (exchange) => {
  const { bank, params } = exchange
  const company = pageCompany(exchange)
  const receipt = bank.books.receipts.get(params.receipt ?? '')
  if (receipt?.company !== company) throw notFound('receipt')
  bank.commit({ op: 'receipt-removed', id: receipt.id, at: bank.clock.now(), touch: bank.switches.removing_bumps_updated_at })
  return seeOther(receipt.transaction ? `/companies/${company.id}/transactions/${receipt.transaction.id}` : `/companies/${company.id}`)
}

/** `GET …/receipts/{receipt}`: opens the file through a fresh link. */
export const openReceiptFromPage: Handler = (exchange) => {
  const { bank, params } = exchange
  const receipt = bank.books.receipts.get(params.receipt ?? '')
  if (receipt?.company !== pageCompany(exchange)) throw notFound('receipt')
  return redirect(signUrl(exchange.origin, `/files/${receipt.id}/original`, bank.books.secret, bank.clock.now()))
}

/** `POST /companies/{company}/accounts`: opens an account, or with `id` changes one. */
export const putAccountFromPage: Handler = async (exchange) => {
  const { bank, request } = exchange
  const company = pageCompany(exchange)
  const form = await readForm(request)
  const name = (form.get('name') ?? '').trim()
  const id = form.get('id')
  if (id === null) {
    if (name === '') return refusalPage('Give the account a label.')
    const account = { ...accountFields(company.id, company.accounts.length + 1, bank.clock.now(), name), balanceCents: 0 }
    bank.commit({ op: 'account', companyId: company.id, account })
  } else {
    if (!company.accounts.some((account) => account.id === id)) throw apiError(404, 'not_found', 'account not found')
    const status = form.get('status') === 'closed' ? 'closed' : 'active'
    bank.commit({ op: 'account-changed', id, changes: { ...(name === '' ? {} : { name }), status, updatedAt: bank.clock.now() } })
  }
  return seeOther(`/companies/${company.id}`)
}

async function attach({ bank }: Exchange, transaction: Transaction, upload: Upload): Promise<void> {
  const at = bank.clock.now()
  bank.commit({
    op: 'receipt',
    receipt: {
      id: randomUUID(), companyId: transaction.account.company.id, transactionId: transaction.id, fileName: upload.fileName, contentType: upload.contentType,
      size: upload.size, createdAt: at, visibleAt: at, probative: 'available', document: { kind: 'stored', blob: upload.blob },
    },
    touch: bank.switches.attaching_bumps_updated_at,
    at,
  })
}

function seeOther(location: string): Reply {
  return { ...redirect(location), status: 303 }
}
