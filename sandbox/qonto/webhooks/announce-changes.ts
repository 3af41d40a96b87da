import { iso } from '../api/iso'
import { presentAccount } from '../api/present-account'
import { presentTransaction } from '../api/present-transaction'
import type { Bank } from '../state/bank'
import type { Operation } from '../state/operations'
import type { Transaction } from '../state/types'
import type { Deliveries } from './deliveries'

const leftOut = ['attachments', 'amount_cents', 'settled_balance_cents', 'local_amount_cents', 'vat_amount_cents', 'created_at', 'logo', 'is_external_transaction']

/** From now on every change at the bank becomes the webhook events that Qonto would send for it. */
export function announceChanges(bank: Bank, deliveries: Deliveries): void {
  const transactionEvent = (transaction: Transaction | null | undefined, event: 'created' | 'updated') => {
    if (transaction) deliveries.announce(transaction.account.company.id, 'v1/transactions', { event, ...webhookTransaction(transaction, bank) })
  }
  bank.onReceiptShown = (receipt) => transactionEvent(receipt.transaction, 'updated')
  bank.onChange = (operation) => {
    if (operation.op === 'transaction') transactionEvent(bank.books.transactions.get(operation.transaction.id), 'created')
    else if (operation.op === 'transaction-changed') transactionEvent(bank.books.transactions.get(operation.id), 'updated')
    else if (operation.op === 'receipt') announceReceipt(bank, operation, transactionEvent)
    else announceOther(bank, deliveries, operation)
  }
  bank.onReceiptRemoved = (transaction) => transactionEvent(transaction, 'updated')
}

function announceReceipt(bank: Bank, operation: Extract<Operation, { op: 'receipt' }>, send: (transaction: Transaction | null | undefined, event: 'updated') => void): void {
  const receipt = bank.books.receipts.get(operation.receipt.id)
  if (receipt?.visible) send(receipt.transaction, 'updated')
}

function announceOther(bank: Bank, deliveries: Deliveries, operation: Operation): void {
  if (operation.op === 'account' || operation.op === 'account-changed') {
    const account = bank.books.accounts.get(operation.op === 'account' ? operation.account.id : operation.id)
    const event = operation.op === 'account' ? 'created' : 'updated'
    if (account) deliveries.announce(account.company.id, 'v1/accounts', { event, ...presentAccount(account, null) })
  } else if (operation.op === 'member' || operation.op === 'member-changed') {
    const found = bank.books.members.get(operation.op === 'member' ? operation.member.id : operation.id)
    const event = operation.op === 'member' ? 'created' : 'updated'
    if (found) deliveries.announce(found.company.id, 'v1/memberships', { event, id: found.member.id, role: found.member.role, status: found.member.status })
  } else if (operation.op === 'grant-ended') {
    const grant = bank.books.grants.get(operation.id)
    if (grant) deliveries.announce(grant.companyId, 'v1/consent-revocations', { client_id: grant.clientId, revoked_at: iso(operation.at) })
  }
}

function webhookTransaction(transaction: Transaction, bank: Bank): Record<string, unknown> {
  const shown = presentTransaction(transaction, bank, '', new Set())
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !leftOut.includes(name)))
}
