import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Source } from './source'
import { sourceFor } from './source-for'
import { storeTransactions } from './store-transactions'

/** Reads one transaction again, with its receipts. Returns how many receipts were new; one that is gone changes nothing. */
export async function refreshTransaction(organizationId: string, externalId: string): Promise<number> {
  return await fetchTransaction(organizationId, await sourceFor(organizationId), externalId)
}

/** The same from a source at hand. @throws AppError `qonto_reply_unreadable` when its account is not known. */
export async function fetchTransaction(organizationId: string, source: Source, externalId: string): Promise<number> {
  const transaction = await source.transaction(externalId).catch(nullWhenGone)
  if (!transaction) return 0
  const account = await db().currentAccount.findFirst({
    where: { organizationId, OR: [{ externalId: transaction.accountExternalId ?? '' }, { transactions: { some: { externalId } } }] },
  })
  if (!account) throw new AppError('qonto_reply_unreadable', 'transaction of an unknown account')
  return await db().$transaction(async (tx) => await storeTransactions(tx, { organizationId, accountId: account.id }, [transaction]))
}

/** For calls whose "not found" is an answer. */
export function nullWhenGone(error: unknown): null {
  if (error instanceof AppError && error.code === 'qonto_not_found') return null
  throw error
}
