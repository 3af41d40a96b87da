import type { Bank } from '../state/bank'
import type { Transaction } from '../state/types'
import { iso, isoOrNull } from './iso'
import { presentEmbeddedReceipt } from './present-receipt'
import { transactionDetail } from './transaction-detail'
import type { Included } from './transaction-query'

/** A transaction as the API and the webhooks show it; the resources in `includes` are embedded. */
export function presentTransaction(transaction: Transaction, bank: Bank, origin: string, includes: ReadonlySet<Included>): Record<string, unknown> {
  const { account } = transaction
  return {
    id: transaction.id,
    transaction_id: transactionSlug(transaction),
    amount: transaction.amountCents / 100,
    amount_cents: transaction.amountCents,
    settled_balance: transaction.settledBalanceCents === null ? null : transaction.settledBalanceCents / 100,
    settled_balance_cents: transaction.settledBalanceCents,
    attachment_ids: transaction.receipts.map(({ id }) => id),
    logo: null,
    local_amount: transaction.localAmountCents / 100,
    local_amount_cents: transaction.localAmountCents,
    side: transaction.side,
    operation_type: transaction.operationType,
    currency: transaction.currency,
    local_currency: transaction.localCurrency,
    label: transaction.label,
    clean_counterparty_name: transaction.counterparty,
    settled_at: isoOrNull(transaction.settledAt),
    emitted_at: iso(transaction.emittedAt),
    created_at: iso(transaction.createdAt),
    updated_at: iso(transaction.updatedAt),
    status: transaction.status,
    note: transaction.note,
    reference: transaction.reference,
    vat_amount: transaction.vatCents === null ? null : transaction.vatCents / 100,
    vat_amount_cents: transaction.vatCents,
    vat_rate: transaction.vatRate,
    initiator_id: transaction.initiatorId,
    label_ids: transaction.labelIds,
    attachment_lost: transaction.attachmentLost,
    attachment_required: transaction.attachmentRequired,
    card_last_digits: transaction.cardLastDigits,
    category: transaction.category,
    cashflow_category: transaction.side === 'debit' ? { name: 'Operations' } : null,
    cashflow_subcategory: transaction.side === 'debit' ? { name: 'Supplies' } : null,
    bank_account_id: account.id,
    is_external_transaction: false,
    ...transactionDetail(transaction),
    ...(includes.has('attachments') ? { attachments: transaction.receipts.map((receipt) => presentEmbeddedReceipt(receipt, bank, origin)) } : {}),
    ...(includes.has('labels') ? { labels: labelsOf(transaction) } : {}),
    ...(includes.has('vat_details') ? { vat_details: vatDetails(transaction) } : {}),
  }
}

/** The readable name of a transaction, `acme-sas-1234-1-transaction-17`; for display only. */
export function transactionSlug({ account, number }: Transaction): string {
  return `${account.company.slug}-${account.number}-transaction-${number}`
}

function labelsOf({ account, labelIds }: Transaction): unknown[] {
  const labels = account.company.labels.filter(({ id }) => labelIds.includes(id))
  return labels.map(({ id, name, parentId }) => ({ id, name, parent_id: parentId }))
}

function vatDetails({ amountCents, vatCents, vatRate }: Transaction): { items: unknown[] } {
  if (vatCents === null || vatRate === null) return { items: [] }
  const net = amountCents - vatCents
  return { items: [{ amount: vatCents / 100, amount_cents: vatCents, amount_excluding_vat: net / 100, amount_excluding_vat_cents: net, rate: vatRate }] }
}
