import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { eachAtMost } from './each-at-most'
import { findOwedReceipts, findOwedTransactions, type OwedReceipt } from './find-owed-items'
import { recordDebts, settleDebt } from './record-debts'
import { fetchTransaction, nullWhenGone } from './refresh-transaction'
import type { Source } from './source'
import { storeReceipts } from './store-transactions'

const PER_PASS = 1_000
const AT_ONCE = 4

/**
 * Asks one by one for what pages did not give: transactions that could not be read, and receipts that a transaction names
 * without describing them. What fails again stays owed. Returns how many receipts were new.
 * @throws AppError whose next step is `stop_all`.
 */
export async function retryOwedItems(organizationId: string, source: Source): Promise<number> {
  let newReceipts = 0
  const attempt = async (key: string, work: () => Promise<number>) => {
    try {
      newReceipts += await work()
      await settleDebt(db(), organizationId, key)
    } catch (error) {
      if (!(error instanceof AppError) || error.next === 'stop_all') throw error
      await recordDebts(db(), organizationId, [{ key, cause: error.code }])
    }
  }
  await eachAtMost(AT_ONCE, await findOwedTransactions(organizationId, PER_PASS), async (externalId) => {
    await attempt(`transaction:${externalId}`, async () => await fetchTransaction(organizationId, source, externalId))
  })
  await eachAtMost(AT_ONCE, await findOwedReceipts(organizationId, PER_PASS), async (owed) => {
    await attempt(`attachment:${owed.externalId}`, async () => await fetchReceipt(organizationId, source, owed))
  })
  return newReceipts
}

/** A receipt that is gone is owed no more once its transaction does not name it any longer either. */
async function fetchReceipt(organizationId: string, source: Source, { externalId, transactionExternalId }: OwedReceipt): Promise<number> {
  const receipt = await source.receipt(externalId).catch(nullWhenGone)
  if (receipt) return await db().$transaction(async (tx) => await storeReceipts(tx, organizationId, [{ receipt, transactionExternalId }]))
  const newReceipts = await fetchTransaction(organizationId, source, transactionExternalId)
  const named = await db().transaction.count({ where: { organizationId, externalId: transactionExternalId, attachmentIds: { has: externalId } } })
  if (named > 0) throw new AppError('qonto_not_found', 'named by its transaction, but gone')
  return newReceipts
}
