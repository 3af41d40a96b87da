import { z } from 'zod'
import { accountFields } from '../companies/company-fields'
import type { AccountFields } from '../state/operations'
import { json, type Exchange, type Handler, type Reply } from '../wire/exchange'
import { notFound } from '../wire/wire-error'
import { companyOf } from './fields'
import { parseControl } from './parse-control'
import { controlAccount } from './present'

const accountSchema = z.strictObject({
  id: z.string().optional(),
  company: z.string().optional(),
  name: z.string().min(1).max(200).optional(),
  status: z.enum(['active', 'closed']).optional(),
  balance_cents: z.number().int().optional(),
  hidden: z.array(z.enum(['iban', 'bic', 'balance', 'currency'])).optional(),
})

/** `POST /_sandbox/accounts`: opens an account, or with `id` relabels, closes or restricts one. */
export const putAccount: Handler = async (exchange) => {
  const body = await parseControl(accountSchema, exchange)
  return body.id === undefined ? open(exchange, body) : change(exchange, body.id, body)
}

function open({ bank }: Exchange, body: z.infer<typeof accountSchema>): Reply {
  const company = companyOf(bank, body.company)
  const fresh = accountFields(company.id, company.accounts.length + 1, bank.clock.now(), body.name)
  const account = { ...fresh, balanceCents: 0, ...changesOf(body) }
  bank.commit({ op: 'account', companyId: company.id, account })
  return json(controlAccount(found(bank.books.accounts.get(account.id))), 201)
}

function change({ bank }: Exchange, id: string, body: z.infer<typeof accountSchema>): Reply {
  const account = found(bank.books.accounts.get(id))
  bank.commit({ op: 'account-changed', id, changes: { ...changesOf(body), updatedAt: bank.clock.now() } })
  return json(controlAccount(account))
}

function changesOf({ name, status, balance_cents, hidden }: z.infer<typeof accountSchema>): Partial<AccountFields> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(status === undefined ? {} : { status }),
    ...(balance_cents === undefined ? {} : { balanceCents: balance_cents }),
    ...(hidden === undefined ? {} : { hidden }),
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw notFound('account')
  return value
}
