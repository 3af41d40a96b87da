import type { Books } from './books'
import { receiptEntry, transactionEntry } from './entries'
import type { AccountFields, ReceiptFields, TransactionFields } from './operations'
import { TransactionIndex } from './transaction-index'
import type { Account, Company, Moment, Receipt, Transaction } from './types'

/** Enters a company with its members and no account yet. */
export function addCompany(books: Books, fields: Omit<Company, 'accounts'>): Company {
  const company: Company = { ...fields, accounts: [] }
  books.companies.set(company.id, company)
  books.companiesByLogin.set(company.apiKey.login, company)
  for (const member of company.members) books.members.set(member.id, { member, company })
  return company
}

/** Opens an account without transactions. */
export function addAccount(books: Books, company: Company, fields: AccountFields): Account {
  const account: Account = { ...fields, company, transactions: new TransactionIndex() }
  company.accounts.push(account)
  books.accounts.set(account.id, account)
  return account
}

/** Books a transaction without receipts. */
export function addTransaction(books: Books, account: Account, fields: TransactionFields): Transaction {
  const transaction = transactionEntry(fields, account)
  account.transactions.add(transaction)
  books.transactions.set(transaction.id, transaction)
  return transaction
}

/**
 * Attaches a receipt. One whose time has come at `now` shows at once, and with `touch` moves the transaction's `updated_at`
 * to that moment; any other waits for `showReceipt`.
 */
export function addReceipt(books: Books, fields: ReceiptFields, touch: boolean, now = Number.POSITIVE_INFINITY): Receipt {
  const transaction = fields.transactionId === null ? null : (books.transactions.get(fields.transactionId) ?? null)
  const receipt = receiptEntry(fields, books.companies.get(fields.companyId) as Company, transaction)
  books.receipts.set(receipt.id, receipt)
  if (receipt.visibleAt > now) books.waiting.add(receipt)
  else showReceipt(books, receipt, touch)
  return receipt
}

/** Makes a receipt visible on its transaction, behind those that were visible before it. */
export function showReceipt(books: Books, receipt: Receipt, touch: boolean): void {
  books.waiting.delete(receipt)
  receipt.visible = true
  const transaction = receipt.transaction
  if (!transaction) return
  const later = transaction.receipts.findIndex(({ visibleAt }) => visibleAt > receipt.visibleAt)
  transaction.receipts = later < 0 ? [...transaction.receipts, receipt] : transaction.receipts.toSpliced(later, 0, receipt)
  transaction.account.transactions.version += 1
  if (touch) touchTransaction(transaction, receipt.visibleAt)
}

/** Takes a receipt away for good. */
export function removeReceipt(books: Books, receipt: Receipt, at: Moment, touch: boolean): void {
  books.waiting.delete(receipt)
  books.receipts.delete(receipt.id)
  const transaction = receipt.transaction
  if (!transaction) return
  transaction.receipts = transaction.receipts.filter((other) => other !== receipt)
  transaction.account.transactions.version += 1
  if (touch) touchTransaction(transaction, at)
}

function touchTransaction(transaction: Transaction, at: Moment): void {
  transaction.account.transactions.change(transaction, () => {
    transaction.updatedAt = Math.max(transaction.updatedAt, at)
  })
}
