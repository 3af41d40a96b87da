import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { ReceiptRow } from './present'
import { toReceiptRow } from './present-receipt'
import { isListed, receiptColumns, receiptScope, receiptTables, type ReceiptRecord } from './receipt-query'

/** One receipt of the organization. @throws AppError `not_found`, also for another organization's. */
export async function getReceipt(organizationId: string, id: string): Promise<ReceiptRow> {
  return toReceiptRow(await getReceiptRecord(organizationId, id))
}

/** The same with the source's ids, for opening its file. @throws AppError `not_found`. */
export async function getReceiptRecord(organizationId: string, id: string): Promise<ReceiptRecord> {
  const scope = await receiptScope(organizationId)
  const [record] = await db().$queryRaw<ReceiptRecord[]>`
    SELECT ${receiptColumns(scope)} ${receiptTables(scope)} WHERE r."organizationId" = ${organizationId} AND r."id" = ${id} AND ${isListed}`
  if (!record) throw new AppError('not_found')
  return record
}
