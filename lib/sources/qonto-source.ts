import { AppError } from '@/lib/errors'
import type { QontoSession } from '@/lib/qonto/auth'
import { getAttachment } from '@/lib/qonto/get-attachment'
import { getCompany } from '@/lib/qonto/get-company'
import { getTransaction } from '@/lib/qonto/get-transaction'
import { listTransactions, TRANSACTIONS_PER_PAGE } from '@/lib/qonto/list-transactions'
import { uploadAttachment } from '@/lib/qonto/upload-attachment'
import { AddressBook } from './address-book'
import { openQontoCertified, openQontoReceipt } from './open-qonto-receipt'
import { qontoAccounts } from './qonto-accounts'
import type { Source, TransactionsPage } from './source'
import { idOf, toSourceReceipt, toSourceTransaction } from './to-source-transaction'

/** The Qonto Business API as a source of receipts. */
export function qontoSource(session: QontoSession): Source {
  const addresses = new AddressBook()
  const source: Source = {
    organization: async () => await getCompany(session),
    accounts: async () => await qontoAccounts(session),
    async transactionsPage(accountExternalId, { page, updatedFrom, updatedTo, signal }) {
      const query = { bankAccountId: accountExternalId, page, updatedFrom, updatedTo, sortBy: 'updated_at:asc' } as const
      const reply = await listTransactions(withSignal(session, signal), query)
      return toPage(reply.transactions, reply.meta?.total_pages ?? null)
    },
    transaction: async (externalId) => toSourceTransaction(await getTransaction(session, externalId)),
    receipt: async (externalId) => toSourceReceipt(await getAttachment(session, externalId)),
    openReceipt: async (externalId, options = {}) => await openQontoReceipt(withSignal(session, options.signal), addresses, externalId, options),
    openCertified: async (externalId, options = {}) => await openQontoCertified(withSignal(session, options.signal), externalId),
    addReceipt: async (transactionExternalId, file, key) => await uploadAttachment(session, transactionExternalId, file, key),
  }
  return source
}

const withSignal = (session: QontoSession, signal?: AbortSignal): QontoSession => (signal ? { ...session, signal } : session)

/** Parses item by item, so that one unreadable transaction does not hide the others. One without an id makes the page unreadable. */
function toPage(items: unknown[], totalPages: number | null): TransactionsPage {
  const page: TransactionsPage = { transactions: [], unreadable: [], isFull: items.length >= TRANSACTIONS_PER_PAGE, totalPages }
  for (const item of items) {
    try {
      page.transactions.push(toSourceTransaction(item))
    } catch (error) {
      const externalId = idOf(item)
      if (!externalId || !(error instanceof AppError)) throw error
      page.unreadable.push({ externalId, error })
    }
  }
  return page
}
