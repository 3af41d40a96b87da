import { iso } from '../api/iso'
import { presentOrganizationAccount } from '../api/present-account'
import type { Bank } from '../state/bank'
import type { Account, Company, Receipt, Transaction } from '../state/types'

/** A company with everything a test or a demo needs to act for it. */
export function presentCompany(company: Company, bank: Bank): Record<string, unknown> {
  let transactions = 0
  let receipts = 0
  let receiptBytes = 0
  for (const account of company.accounts) {
    transactions += account.transactions.all.length
    for (const transaction of account.transactions.all) {
      receipts += transaction.receipts.length
      for (const receipt of transaction.receipts) receiptBytes += receipt.size
    }
  }
  return {
    id: company.id,
    name: company.name,
    slug: company.slug,
    api_key: company.apiKey,
    oauth_clients: [...bank.books.clients.values()].map(({ clientId, clientSecret, redirectUris, scopes }) => ({ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris, scopes })),
    members: company.members.map(({ id, firstName, lastName, email, role, status }) => ({ id, first_name: firstName, last_name: lastName, email, role, status })),
    accounts: company.accounts.map((account) => controlAccount(account)),
    counts: { transactions, receipts, receipt_bytes: receiptBytes },
  }
}

export function controlAccount(account: Account): Record<string, unknown> {
  return { ...presentOrganizationAccount(account, null), company: account.company.id, hidden: account.hidden }
}

export function controlTransaction(transaction: Transaction): Record<string, unknown> {
  return {
    id: transaction.id,
    account: transaction.account.id,
    status: transaction.status,
    amount_cents: transaction.amountCents,
    label: transaction.label,
    counterparty: transaction.counterparty,
    emitted_at: iso(transaction.emittedAt),
    updated_at: iso(transaction.updatedAt),
    receipts: transaction.receipts.map(({ id }) => id),
  }
}

export function controlReceipt(receipt: Receipt): Record<string, unknown> {
  return {
    id: receipt.id,
    transaction: receipt.transaction?.id ?? null,
    account: receipt.transaction?.account.id ?? null,
    file_name: receipt.fileName,
    content_type: receipt.contentType,
    size: receipt.size,
    created_at: iso(receipt.createdAt),
    visible: receipt.visible,
  }
}
