import type { AppError } from '@/lib/errors'

/** The company behind the credentials. */
export type SourceOrganization = { externalId: string; name: string }

export type SourceAccount = { externalId: string; label: string; currency: string | null; isMain: boolean; isClosed: boolean }

/** How far the source is with a receipt's certified copy. */
export type CertifiedState = 'available' | 'pending' | 'unavailable' | 'corrupted'

/**
 * One attachment as the source declares it. `size` in bytes. `url` is a secret that soon expires: never stored, never logged. `certifiedState` is null
 * where the source says nothing of a certified copy; `certified` is that copy's file, named only when the receipt was asked for by itself.
 */
export type SourceReceipt = {
  externalId: string
  fileName: string
  contentType: string
  size: number
  addedAt: Date
  url: string | null
  certifiedState: CertifiedState | null
  certified: { size: number; contentType: string; url: string } | null
}

export type SourceTransaction = {
  externalId: string
  /** Null where the source leaves it out; a page always belongs to the account that was asked for. */
  accountExternalId: string | null
  amountCents: number
  currency: string
  side: 'credit' | 'debit'
  label: string
  counterparty: string
  status: string
  operationType: string
  emittedAt: Date
  settledAt: Date | null
  updatedAt: Date
  /** Every attachment id that the source named; a receipt it described is always among them. */
  attachmentIds: string[]
  receipts: SourceReceipt[]
}

/**
 * One page of an account's transactions in every status, oldest change first. `unreadable` names items that did not parse:
 * they are owed. `totalPages` is null where the source does not tell.
 */
export type TransactionsPage = {
  transactions: SourceTransaction[]
  unreadable: { externalId: string; error: AppError }[]
  isFull: boolean
  totalPages: number | null
}

export type PageRequest = { updatedFrom?: Date; updatedTo?: Date; page: number; signal?: AbortSignal }

/**
 * A file of the source while it streams. Read `body` to its end before you believe it: it throws `receipt_truncated`,
 * `receipt_wrong_size` or `receipt_wrong_type` as soon as it differs from what was declared. `size` in bytes.
 */
export type OpenReceipt = { size: number; contentType: string; fileName: string; body: AsyncIterable<Uint8Array> }

/**
 * `near` names the receipt's transaction date and account. With it a miss asks for a whole page of that account's
 * transactions from that moment on and keeps the addresses for a while: going through receipts account by account, oldest
 * first, costs one call per hundred instead of one each (Qonto allows about 1,000 calls a minute).
 */
export type OpenOptions = { near?: { accountExternalId: string; emittedAt: Date }; signal?: AbortSignal }

export type NewFile = { name: string; contentType: string; bytes: Uint8Array }

/**
 * Where receipts come from. Every method throws AppError with a `qonto_*` or `receipt_*` code; transient trouble has been
 * retried with back-off before. Keep one Source for a whole run: it remembers fresh addresses in memory.
 */
export interface Source {
  organization(): Promise<SourceOrganization>
  /** Every current account, open or closed. */
  accounts(): Promise<SourceAccount[]>
  transactionsPage(accountExternalId: string, request: PageRequest): Promise<TransactionsPage>
  /** @throws AppError `qonto_not_found` when the source confirms that it is gone. */
  transaction(externalId: string): Promise<SourceTransaction>
  /** The receipt with a fresh `url`. @throws AppError `qonto_not_found` when the source confirms that it is gone. */
  receipt(externalId: string): Promise<SourceReceipt>
  openReceipt(externalId: string, options?: OpenOptions): Promise<OpenReceipt>
  /** The receipt's certified copy, one call each. @throws AppError `certified_copy_unavailable` while the source has none to give. */
  openCertified(externalId: string, options?: Pick<OpenOptions, 'signal'>): Promise<OpenReceipt>
  /** The file appears at the source a moment later. Repeating with the same key within half an hour adds nothing. */
  addReceipt(transactionExternalId: string, file: NewFile, idempotencyKey: string): Promise<void>
}
