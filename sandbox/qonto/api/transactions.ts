import type { Account } from '../state/types'
import { json, type ApiHandler, type Caller } from '../wire/exchange'
import { notFound } from '../wire/wire-error'
import { findTransactions } from './find-transactions'
import { paginate } from './paginate'
import { presentTransaction } from './present-transaction'
import { missingAccount, readIncludes, readTransactionQuery } from './transaction-query'
import { visibleTransaction } from './visible-transaction'

/** `GET /v2/transactions`: one account's transactions, filtered, sorted, one page. */
export const listTransactions: ApiHandler = ({ bank, url, origin }, caller) => {
  const id = url.searchParams.get('bank_account_id')
  const iban = url.searchParams.get('iban')
  if (!id && !iban) throw missingAccount(bank.switches)
  const account = accountOf(caller, id, iban)
  if (!account) throw notFound('bank account')
  const query = readTransactionQuery(url.searchParams, bank.switches)
  const { items, meta } = paginate(findTransactions(account, query, bank.switches, caller), query, bank.switches)
  const transactions = items.map((transaction) => presentTransaction(transaction, bank, origin, query.includes))
  return json({ transactions, meta }, 200, items.length)
}

/** `GET /v2/transactions/{id}`. */
export const getTransaction: ApiHandler = (exchange, caller) => {
  const transaction = visibleTransaction(exchange, caller)
  const includes = readIncludes(exchange.url.searchParams)
  return json({ transaction: presentTransaction(transaction, exchange.bank, exchange.origin, includes) })
}

function accountOf({ company }: Caller, id: string | null, iban: string | null): Account | undefined {
  if (id) return company.accounts.find((account) => account.id === id)
  return company.accounts.find((account) => account.iban === iban?.replaceAll(' ', ''))
}
