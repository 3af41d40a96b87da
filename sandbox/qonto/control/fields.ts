import { z } from 'zod'
import type { Bank } from '../state/bank'
import type { Account, Company } from '../state/types'
import { notFound } from '../wire/wire-error'

/** A moment in a control call: ISO 8601 or milliseconds. */
export const momentSchema = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])

/** The company with this id, slug or name; without one, the only or first company. */
export function companyOf(bank: Bank, wanted: string | undefined): Company {
  const all = [...bank.books.companies.values()]
  const company = wanted === undefined ? all[0] : all.find(({ id, slug, name }) => id === wanted || slug === wanted || name === wanted)
  if (!company) throw notFound('company')
  return company
}

/** The account with this id or label; without one, the main account. */
export function accountOf(company: Company, wanted: string | undefined): Account {
  const account = company.accounts.find(({ id, name, main }) => (wanted === undefined ? main : id === wanted || name === wanted))
  if (!account) throw notFound('account')
  return account
}
