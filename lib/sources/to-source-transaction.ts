import { AppError } from '@/lib/errors'
import { Attachment, type QontoAttachment, type QontoTransaction, Transaction } from '@/lib/qonto/schemas'
import type { SourceReceipt, SourceTransaction } from './source'

/**
 * A transaction as Qonto sent it, in our words. An attachment that does not parse stays named in `attachmentIds`, so that
 * it is asked for by itself. @throws AppError `qonto_reply_unreadable` when amount or every date is missing.
 */
export function toSourceTransaction(item: unknown): SourceTransaction {
  const parsed = Transaction.safeParse(item)
  if (!parsed.success) throw unreadable(parsed.error.issues.map((issue) => issue.path.join('.')))
  const transaction = parsed.data
  const updatedAt = transaction.updated_at ?? transaction.settled_at ?? transaction.created_at ?? transaction.emitted_at
  const emittedAt = transaction.emitted_at ?? transaction.created_at ?? transaction.settled_at ?? updatedAt
  if (!updatedAt || !emittedAt) throw unreadable(['updated_at'])
  const attachments = (transaction.attachments ?? []).map((attachment) => Attachment.safeParse(attachment))
  const receipts = attachments.flatMap((attachment) => (attachment.success ? [toSourceReceipt(attachment.data)] : []))
  return {
    externalId: transaction.id,
    accountExternalId: transaction.bank_account_id ?? null,
    amountCents: amountCents(transaction),
    currency: transaction.currency ?? 'EUR',
    side: transaction.side === 'credit' ? 'credit' : 'debit',
    label: transaction.label ?? '',
    counterparty: transaction.clean_counterparty_name?.trim() || transaction.label?.trim() || '',
    status: transaction.status ?? 'completed',
    operationType: transaction.operation_type ?? 'other',
    emittedAt,
    settledAt: transaction.settled_at ?? null,
    updatedAt,
    attachmentIds: [...new Set([...(transaction.attachment_ids ?? []), ...receipts.map((receipt) => receipt.externalId)])],
    receipts,
  }
}

/** An attachment in our words; a missing name becomes its id. */
export function toSourceReceipt(attachment: QontoAttachment): SourceReceipt {
  return {
    externalId: attachment.id,
    fileName: attachment.file_name?.trim() || attachment.id,
    contentType: attachment.file_content_type?.toLowerCase() ?? 'application/octet-stream',
    size: attachment.file_size,
    addedAt: attachment.created_at,
    url: attachment.url,
    certifiedState: attachment.probative_attachment?.status ?? null,
    certified: certifiedFile(attachment),
  }
}

/** Size and address count only while the copy is available. */
function certifiedFile({ probative_attachment: copy }: QontoAttachment): SourceReceipt['certified'] {
  if (copy?.status !== 'available' || !copy.url || copy.file_size == null) return null
  return { size: copy.file_size, contentType: copy.file_content_type?.toLowerCase() ?? 'application/pdf', url: copy.url }
}

/** The id of an item that does not parse, null when it has none. */
export function idOf(item: unknown): string | null {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : null
  return typeof id === 'string' && id !== '' ? id : null
}

function amountCents(transaction: QontoTransaction): number {
  const cents = transaction.amount_cents ?? (transaction.amount == null ? undefined : transaction.amount * 100)
  if (cents === undefined || !Number.isFinite(cents)) throw unreadable(['amount'])
  return Math.abs(Math.round(cents))
}

const unreadable = (places: string[]) => new AppError('qonto_reply_unreadable', `transaction: ${places.slice(0, 5).join(', ')}`)
