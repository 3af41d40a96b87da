import { AppError } from '@/lib/errors'
import type { QontoSession } from './auth'
import { callQonto } from './client'
import { BankAccount, BankAccountsReply, type QontoBankAccount } from './schemas'

const PER_PAGE = 100

/**
 * Every bank account of the organization, open or closed, external ones included. `meta` is optional on this endpoint:
 * without it a page that is not full is the last.
 */
export async function listBankAccounts(session: QontoSession): Promise<QontoBankAccount[]> {
  const found: QontoBankAccount[] = []
  for (let page = 1; ; page += 1) {
    const query: [string, string][] = [['page', String(page)], ['per_page', String(PER_PAGE)]]
    const reply = await callQonto(session, { method: 'GET', path: '/v2/bank_accounts', route: 'bank_accounts', query }, BankAccountsReply)
    found.push(...parseBankAccounts(reply.bank_accounts))
    const isLast = reply.meta?.total_pages != null ? page >= reply.meta.total_pages : reply.bank_accounts.length < PER_PAGE
    if (isLast || reply.bank_accounts.length === 0) return found
  }
}

/** Bank accounts as Qonto sent them, parsed. @throws AppError `qonto_reply_unreadable` when one of them cannot be named. */
export function parseBankAccounts(items: unknown[]): QontoBankAccount[] {
  return items.map((item) => {
    const account = BankAccount.safeParse(item)
    if (!account.success) throw new AppError('qonto_reply_unreadable', 'bank account without an id')
    return account.data
  })
}
