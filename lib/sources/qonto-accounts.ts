import { AppError } from '@/lib/errors'
import type { QontoSession } from '@/lib/qonto/auth'
import { getOrganization } from '@/lib/qonto/get-organization'
import { listBankAccounts, parseBankAccounts } from '@/lib/qonto/list-bank-accounts'
import type { SourceAccount } from './source'

/**
 * Every account that Qonto keeps, from both places that list them: which of the two omits what depends on the member's
 * role, and is not documented. Connected accounts of other banks are left out. A refused list of accounts leaves the
 * organization's own.
 */
export async function qontoAccounts(session: QontoSession): Promise<SourceAccount[]> {
  const organization = await getOrganization(session)
  const listed = await listBankAccounts(session).catch((error: unknown) => {
    if (error instanceof AppError && ['qonto_forbidden', 'qonto_not_found'].includes(error.code)) return []
    throw error
  })
  const accounts = new Map<string, SourceAccount>()
  for (const account of [...parseBankAccounts(organization.bank_accounts?.filter(hasId) ?? []), ...listed]) {
    if (account.is_external_account) continue
    const earlier = accounts.get(account.id)
    accounts.set(account.id, {
      externalId: account.id,
      label: account.name?.trim() || earlier?.label || 'Account',
      currency: account.currency ?? earlier?.currency ?? null,
      isMain: account.main ?? earlier?.isMain ?? false,
      isClosed: account.status ? account.status !== 'active' : (earlier?.isClosed ?? false),
    })
  }
  return [...accounts.values()]
}

/** Some replies leave out the ids of the organization's accounts; the list of accounts has them. */
const hasId = (item: unknown) => typeof item === 'object' && item !== null && 'id' in item
