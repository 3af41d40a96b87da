import { json, type ApiHandler } from '../wire/exchange'
import { notFound } from '../wire/wire-error'
import { paginate, readPage } from './paginate'
import { presentAccount } from './present-account'

/** `GET /v2/bank_accounts`, open and closed ones, in the order in which they were opened. */
export const listBankAccounts: ApiHandler = ({ bank, url }, { company, member }) => {
  const { items, meta } = paginate(company.accounts, readPage(url.searchParams), bank.switches)
  const accounts = items.map((account) => presentAccount(account, member?.role ?? null))
  return json({ bank_accounts: accounts, ...(bank.switches.bank_accounts_meta ? { meta } : {}) }, 200, items.length)
}

/** `GET /v2/bank_accounts/{id}`. */
export const getBankAccount: ApiHandler = ({ params }, { company, member }) => {
  const account = company.accounts.find(({ id }) => id === params.id)
  if (!account) throw notFound('bank account')
  return json({ bank_account: presentAccount(account, member?.role ?? null) })
}
