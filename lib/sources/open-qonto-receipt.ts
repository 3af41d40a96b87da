import { AppError } from '@/lib/errors'
import type { QontoSession } from '@/lib/qonto/auth'
import { type Download, downloadFile } from '@/lib/qonto/download-file'
import { getAttachment } from '@/lib/qonto/get-attachment'
import { listTransactions } from '@/lib/qonto/list-transactions'
import { withRetries } from '@/lib/qonto/with-retries'
import type { AddressBook } from './address-book'
import type { OpenOptions, OpenReceipt, SourceReceipt } from './source'
import { toSourceReceipt, toSourceTransaction } from './to-source-transaction'
import { verifiedBody } from './verified-body'

const MAX_BYTES = 200 * 1024 * 1024

/**
 * Opens a receipt's file. An address that was refused is asked for once more by itself; trouble on the way is retried.
 * @throws AppError `receipt_gone` when Qonto or its storage says so, `qonto_forbidden`, `receipt_too_large`,
 *   `receipt_wrong_size` or `receipt_truncated` when the announced length is not the declared size.
 */
export async function openQontoReceipt(session: QontoSession, addresses: AddressBook, externalId: string, options: OpenOptions): Promise<OpenReceipt> {
  const nearby = addresses.take(externalId) ?? (options.near ? await lookAround(session, addresses, externalId, options.near) : null)
  if (nearby) {
    try {
      return await openAt(session, nearby)
    } catch (error) {
      if (!(error instanceof AppError) || !isAddressTrouble(error)) throw error
    }
  }
  return await openAt(session, await freshReceipt(session, externalId))
}

/**
 * Opens a receipt's certified copy: its address is named only when the receipt is asked for by itself. @throws AppError as openQontoReceipt, and
 * `certified_copy_unavailable` while Qonto has none to give.
 */
export async function openQontoCertified(session: QontoSession, externalId: string): Promise<OpenReceipt> {
  const receipt = await freshReceipt(session, externalId)
  if (!receipt.certified) throw new AppError('certified_copy_unavailable', receipt.certifiedState ?? 'not named')
  return await openAt(session, { ...receipt, ...receipt.certified })
}

/** Expired addresses answer 403; a stale one may also be gone. */
const isAddressTrouble = (error: AppError) => error.code === 'qonto_forbidden' || error.code === 'receipt_gone'

async function freshReceipt(session: QontoSession, externalId: string): Promise<SourceReceipt> {
  try {
    return toSourceReceipt(await getAttachment(session, externalId))
  } catch (error) {
    throw error instanceof AppError && error.code === 'qonto_not_found' ? new AppError('receipt_gone', error.detail, { cause: error }) : error
  }
}

async function openAt(session: QontoSession, receipt: SourceReceipt): Promise<OpenReceipt> {
  const { url, size, contentType, fileName } = receipt
  if (!url) throw new AppError('receipt_gone', 'no address')
  if (size > MAX_BYTES) throw new AppError('receipt_too_large', `${size} bytes`)
  const download = await withRetries(async () => await downloadFile(url, size, session.signal), undefined, session.signal)
  assertLength(download, size)
  return { size, contentType, fileName, body: verifiedBody(download.body, { size, contentType }) }
}

/** The announced length decides at once, unless a page came in place of the file: then its kind is the better cause. */
function assertLength({ length, contentType, body }: Download, size: number): void {
  if (length === null || length === size) return
  body.destroy()
  if (/html|xml|json/.test(contentType)) throw new AppError('receipt_wrong_type', 'a page in place of the file')
  throw new AppError(length < size ? 'receipt_truncated' : 'receipt_wrong_size', `${length} of ${size} bytes`)
}

/** One page of the account's transactions from the receipt's date on: the address asked for, most likely, and the next hundred. */
async function lookAround(session: QontoSession, addresses: AddressBook, externalId: string, near: NonNullable<OpenOptions['near']>): Promise<SourceReceipt | null> {
  return await addresses.oneAtATime(near.accountExternalId, async () => {
    const known = addresses.take(externalId)
    if (known) return known
    const emittedFrom = new Date(near.emittedAt.getTime() - 1)
    const query = { bankAccountId: near.accountExternalId, page: 1, emittedFrom, sortBy: 'emitted_at:asc', withAttachments: true } as const
    const page = await listTransactions(session, query).catch(skippable)
    addresses.add(page?.transactions.flatMap(receiptsOf) ?? [])
    return addresses.take(externalId)
  })
}

/** Looking around is a saving, not a need: when it is refused the receipt is asked for by itself. */
function skippable(error: unknown): null {
  if (error instanceof AppError && error.next === 'skip_item') return null
  throw error
}

function receiptsOf(item: unknown): SourceReceipt[] {
  try {
    return toSourceTransaction(item).receipts
  } catch {
    return []
  }
}
