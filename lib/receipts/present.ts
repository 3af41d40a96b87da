import type { ErrorCode } from '@/lib/errors'

/** Where a receipt stands for the live connection. `outside`: does not qualify, or nothing is connected. */
export type ReceiptState = 'in_dropbox' | 'waiting' | 'problem' | 'kept_away' | 'changed' | 'outside'

/** One line of the receipts page. Amounts in the smallest unit, moments ISO 8601, sizes in bytes. */
export type ReceiptRow = {
  id: string
  fileName: string
  contentType: string
  size: number
  addedAt: string
  transactionId: string
  counterparty: string
  amountCents: number
  currency: string
  side: 'credit' | 'debit'
  emittedAt: string
  accountId: string
  accountLabel: string
  state: ReceiptState
  cause: ErrorCode | null
  path: string | null
  dropboxHref: string | null
}

export type ReceiptFilter = {
  search?: string
  accountId?: string
  /** `2026-11` */
  month?: string
  state?: ReceiptState
  /** Opaque; from the previous page's `nextCursor`. */
  cursor?: string
  limit?: number
}

export type ReceiptPage = { rows: ReceiptRow[]; nextCursor: string | null; total: number }

/** A transaction that has no receipt, or that one may be added to. */
export type TransactionRow = {
  id: string
  counterparty: string
  amountCents: number
  currency: string
  side: 'credit' | 'debit'
  status: string
  emittedAt: string
  accountLabel: string
  receipts: number
  /** Sent to Qonto from here and not yet seen there. */
  pendingUploads: number
}

export type TransactionFilter = { search?: string; accountId?: string; month?: string; cursor?: string; limit?: number }

export type TransactionPage = { rows: TransactionRow[]; nextCursor: string | null; total: number }
