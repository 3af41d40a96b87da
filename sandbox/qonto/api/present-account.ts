import type { Account, HiddenField, Role } from '../state/types'
import { iso } from './iso'

const withBalance: readonly Role[] = ['owner', 'admin', 'accountant', 'reporting', 'manager']
const withEverything: readonly Role[] = ['owner', 'admin', 'accountant', 'reporting']

/**
 * A bank account as a member with this role sees it (null: the API key). Everyone gets the first five fields; balances,
 * currency and bank identifiers depend on the role and on what the account hides.
 */
export function presentAccount(account: Account, role: Role | null): Record<string, unknown> {
  const sees = (roles: readonly Role[], field: HiddenField) => !account.hidden.includes(field) && (role === null || roles.includes(role))
  const balance = account.balanceCents / 100
  return {
    id: account.id,
    name: account.name,
    status: account.status,
    main: account.main,
    organization_id: account.company.id,
    ...(sees(withEverything, 'iban') ? { iban: account.iban } : {}),
    ...(sees(withEverything, 'bic') ? { bic: account.bic } : {}),
    ...(sees(withBalance, 'currency') ? { currency: 'EUR' } : {}),
    ...(sees(withBalance, 'balance')
      ? { balance, balance_cents: account.balanceCents, authorized_balance: balance, authorized_balance_cents: account.balanceCents }
      : {}),
    ...(role === null || withEverything.includes(role)
      ? { updated_at: iso(account.updatedAt), is_external_account: false, account_number: null }
      : {}),
  }
}

/** The account inside `GET /v2/organization`, which adds the slug. */
export function presentOrganizationAccount(account: Account, role: Role | null): Record<string, unknown> {
  return { ...presentAccount(account, role), slug: `${account.company.slug}-bank-account-${account.number}` }
}
