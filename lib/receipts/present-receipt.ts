import { folderUrl } from '@/lib/dropbox/folder-url'
import { isErrorCode } from '@/lib/errors'
import type { ReceiptRow } from './present'
import type { ReceiptRecord } from './receipt-query'

/** A receipt as pages see it. The link opens its folder at Dropbox, and only while the copy is there. */
export function toReceiptRow({ size, addedAt, emittedAt, amountCents, problem, path, side, externalId: _id, accountExternalId: _account, ...record }: ReceiptRecord): ReceiptRow {
  const isThere = record.state === 'in_dropbox' || record.state === 'changed'
  return {
    ...record,
    size: Number(size),
    addedAt: addedAt.toISOString(),
    emittedAt: emittedAt.toISOString(),
    amountCents: Number(amountCents),
    side: side === 'credit' ? 'credit' : 'debit',
    cause: record.state === 'problem' && problem && isErrorCode(problem) ? problem : null,
    path,
    dropboxHref: isThere && path ? folderUrl(path.slice(0, path.lastIndexOf('/'))) : null,
  }
}
