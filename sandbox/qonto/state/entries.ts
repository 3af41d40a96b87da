import type { ReceiptFields, TransactionFields } from './operations'
import type { Account, Company, Receipt, Transaction } from './types'

/** Shared by all transactions without receipts; lists of receipts are replaced, never changed. */
const noReceipts: Receipt[] = []

/** Builds a transaction field by field: objects of one shape stay small and fast when there are hundreds of thousands. */
export function transactionEntry(fields: TransactionFields, account: Account): Transaction {
  return {
    id: fields.id,
    account,
    number: fields.number,
    amountCents: fields.amountCents,
    currency: fields.currency,
    localAmountCents: fields.localAmountCents,
    localCurrency: fields.localCurrency,
    side: fields.side,
    operationType: fields.operationType,
    status: fields.status,
    label: fields.label,
    counterparty: fields.counterparty,
    category: fields.category,
    emittedAt: fields.emittedAt,
    createdAt: fields.createdAt,
    settledAt: fields.settledAt,
    updatedAt: fields.updatedAt,
    settledBalanceCents: fields.settledBalanceCents,
    vatCents: fields.vatCents,
    vatRate: fields.vatRate,
    note: fields.note,
    reference: fields.reference,
    initiatorId: fields.initiatorId,
    labelIds: fields.labelIds,
    cardLastDigits: fields.cardLastDigits,
    attachmentLost: fields.attachmentLost,
    attachmentRequired: fields.attachmentRequired,
    receipts: noReceipts,
  }
}

/** Builds a receipt that nobody sees yet; see `transactionEntry` for why field by field. */
export function receiptEntry(fields: ReceiptFields, company: Company, transaction: Transaction | null): Receipt {
  return {
    id: fields.id,
    company,
    transaction,
    fileName: fields.fileName,
    contentType: fields.contentType,
    size: fields.size,
    createdAt: fields.createdAt,
    visibleAt: fields.visibleAt,
    visible: false,
    probative: fields.probative,
    document: fields.document,
  }
}
