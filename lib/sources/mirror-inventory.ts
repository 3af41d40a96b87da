import 'server-only'
import { db } from '@/lib/db'
import { AppError, type ErrorCode, isErrorCode } from '@/lib/errors'
import { log } from '@/lib/log'
import { isAccessRefused, noteCredential } from '@/lib/qonto-access/note-credential'
import { renewStatistics } from '@/lib/renew-statistics'
import { askPendingCopies } from './ask-pending-copies'
import { confirmRemovals } from './confirm-removals'
import { eachAtMost } from './each-at-most'
import { countOwedItems } from './find-owed-items'
import { mirrorAccount } from './mirror-account'
import { type MirroredAccount, mirrorAccounts } from './mirror-accounts'
import { recordDebts, settleDebt } from './record-debts'
import { retryOwedItems } from './retry-owed-items'
import type { Source, SourceAccount } from './source'
import { sourceFor } from './source-for'

/**
 * `accounts` known by now; `transactions` and `receipts` read in this pass; `newReceipts` seen for the first time;
 * `owedItems` that could not be read and will be asked for again; `problem` the cause of one of them.
 */
export type MirrorResult = { accounts: number; transactions: number; receipts: number; newReceipts: number; owedItems: number; problem: ErrorCode | null }

const ACCOUNTS_AT_ONCE = 3

/**
 * Brings our tables up to the source: accounts, transactions, receipts. A page or item that fails is owed, not forgotten,
 * and keeps nothing else from being read. Safe to repeat, to interrupt and to run twice at once (README.md).
 * @throws AppError `qonto_credentials_missing` or `qonto_credentials_refused`; `qonto_unreachable` or `qonto_rate_limited`
 *   when not even the accounts could be read.
 */
export async function mirrorInventory(organizationId: string, options: { signal?: AbortSignal } = {}): Promise<MirrorResult> {
  const source = await sourceFor(organizationId, options)
  try {
    const accounts = await mirrorAccounts(organizationId, await listAccounts(organizationId, source))
    const total = { transactions: 0, receipts: 0, newReceipts: 0 }
    await eachAtMost(ACCOUNTS_AT_ONCE, accounts, async (account) => {
      const counts = await mirrorOrOwe(organizationId, account, source, options.signal)
      total.transactions += counts?.transactions ?? 0
      total.receipts += counts?.receipts ?? 0
      total.newReceipts += counts?.newReceipts ?? 0
    })
    await renewStatistics('inventory', total.newReceipts)
    total.newReceipts += await retryOwedItems(organizationId, source)
    await confirmRemovals(organizationId, source)
    await askPendingCopies(organizationId, source)
    await noteCredential(organizationId, null)
    const result = { accounts: accounts.length, ...total, owedItems: await countOwedItems(organizationId), problem: await anyProblem(organizationId) }
    log.info({ organizationId, ...result }, 'source mirrored')
    return result
  } catch (error) {
    if (isAccessRefused(error)) await noteCredential(organizationId, error.code)
    throw error
  }
}

/** The source's accounts. When they are refused, not merely delayed, what is known already is still mirrored. */
async function listAccounts(organizationId: string, source: Source): Promise<SourceAccount[]> {
  try {
    const accounts = await source.accounts()
    await settleDebt(db(), organizationId, 'accounts')
    return accounts
  } catch (error) {
    if (!(error instanceof AppError) || error.next === 'stop_all') throw error
    await recordDebts(db(), organizationId, [{ key: 'accounts', cause: error.code }])
    if (error.next === 'retry') throw error
    return []
  }
}

/** Mirrors one account; null when a page of it is owed. An account that is listed no longer may be gone: that is no debt. */
async function mirrorOrOwe(organizationId: string, account: MirroredAccount, source: Source, signal?: AbortSignal) {
  try {
    return await mirrorAccount(organizationId, account, source, signal)
  } catch (error) {
    if (!(error instanceof AppError) || error.next === 'stop_all') throw error
    const isGone = !account.isListed && (error.code === 'qonto_not_found' || error.code === 'qonto_refused')
    if (!isGone) await recordDebts(db(), organizationId, [{ key: `account:${account.externalId}`, cause: error.code }])
    return null
  }
}

async function anyProblem(organizationId: string): Promise<ErrorCode | null> {
  const debt = await db().mirrorDebt.findFirst({ where: { organizationId }, orderBy: { key: 'asc' }, select: { cause: true } })
  return debt && isErrorCode(debt.cause) ? debt.cause : null
}
