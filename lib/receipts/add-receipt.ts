import 'server-only'
import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { now } from '@/lib/clock'
import { sha256 } from '@/lib/crypto'
import { db } from '@/lib/db'
import { AppError, toAppError } from '@/lib/errors'
import type { ReceiptUpload } from '@/lib/generated/prisma/client'
import { log } from '@/lib/log'
import { refreshTransaction } from '@/lib/sources/refresh-transaction'
import { sourceFor } from '@/lib/sources/source-for'
import { checkFile } from './check-file'
import { isPendingUpload } from './pending-upload'

/** Qonto keeps at most five attachments on a transaction. */
const PER_TRANSACTION = 5

type Wanted = { transactionId: string; name: string; contentType: string; bytes: Uint8Array }

/**
 * Sends a member's file to Qonto, onto a transaction. Its bytes are kept nowhere here: the receipt appears when the mirror
 * sees it there. Pressing twice sends one file: the same file for the same transaction continues under the same key.
 * @throws AppError `upload_*` · `not_found` · `qonto_*`, with nothing left pending.
 */
export async function addReceipt(actor: Actor, input: { transactionId: string; file: { name: string; bytes: Uint8Array } }): Promise<{ uploadId: string }> {
  const { organizationId } = actor
  const wanted = { transactionId: input.transactionId, bytes: input.file.bytes, ...checkFile(input.file) }
  const source = await sourceFor(organizationId)
  const { upload, transactionExternalId } = await openUpload(actor, wanted)
  try {
    await source.addReceipt(transactionExternalId, wanted, upload.idempotencyKey)
  } catch (error) {
    const { code } = toAppError(error)
    await db().receiptUpload.updateMany({ where: { id: upload.id, organizationId, receiptId: null }, data: { problem: code } })
    throw error
  }
  await db().receiptUpload.updateMany({ where: { id: upload.id, organizationId }, data: { sentAt: now(), problem: null } })
  await refreshTransaction(organizationId, transactionExternalId).catch((error: unknown) => {
    log.warn({ organizationId, code: toAppError(error).code }, 'a sent receipt will be seen by the next mirror')
  })
  return { uploadId: upload.id }
}

/** Writes the upload down before anything is sent, under a lock on the transaction, so that two at once count each other. */
async function openUpload(actor: Actor, wanted: Wanted): Promise<{ upload: ReceiptUpload; transactionExternalId: string }> {
  const { organizationId } = actor
  const { transactionId } = wanted
  return await db().$transaction(async (tx) => {
    const [transaction] = await tx.$queryRaw<{ externalId: string }[]>`
      SELECT "externalId" FROM "Transaction" WHERE "id" = ${transactionId} AND "organizationId" = ${organizationId} FOR UPDATE`
    if (!transaction) throw new AppError('not_found')
    const hash = sha256(Buffer.from(wanted.bytes))
    const begun = await tx.receiptUpload.findFirst({ where: { organizationId, transactionId, sha256: hash, receiptId: null, problem: null, createdAt: { gt: new Date(now().getTime() - 25 * 60_000) } } })
    if (begun) return { upload: begun, transactionExternalId: transaction.externalId }
    const [count] = await tx.$queryRaw<{ taken: number }[]>`
      SELECT (SELECT count(*) FROM "Receipt" r WHERE r."transactionId" = ${transactionId} AND r."removedAt" IS NULL)::int
        + (SELECT count(*) FROM "ReceiptUpload" u WHERE u."transactionId" = ${transactionId} AND ${isPendingUpload(now())})::int AS "taken"`
    if ((count?.taken ?? 0) >= PER_TRANSACTION) throw new AppError('upload_too_many')
    const upload = await tx.receiptUpload.create({
      data: {
        organizationId,
        transactionId,
        userId: actor.userId,
        fileName: wanted.name,
        contentType: wanted.contentType,
        size: wanted.bytes.byteLength,
        sha256: hash,
        idempotencyKey: randomUUID(),
        createdAt: now(),
      },
    })
    await recordAudit(tx, { organizationId, actor, action: 'receipt_added', detail: { transactionId, fileName: wanted.name, size: wanted.bytes.byteLength } })
    return { upload, transactionExternalId: transaction.externalId }
  })
}
