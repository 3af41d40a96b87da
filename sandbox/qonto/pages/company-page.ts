import type { Account, Company, Transaction } from '../state/types'
import { html, type Exchange, type Handler } from '../wire/exchange'
import { notFound } from '../wire/wire-error'
import { accountForms, newTransactionForm } from './company-forms'
import { escape, layout } from './layout'
import { dayOf, euros, fileSize } from './words'

const PER_PAGE = 50

/** The company in the path of a page. */
export function pageCompany({ bank, params }: Exchange): Company {
  const company = bank.books.companies.get(params.company ?? '')
  if (!company) throw notFound('company')
  return company
}

/** `GET /companies/{company}`: accounts, the newest transactions with their receipts, and forms to add more. */
export const companyPage: Handler = (exchange) => {
  const company = pageCompany(exchange)
  const wanted = exchange.url.searchParams.get('account')
  const accounts = wanted === null ? company.accounts : company.accounts.filter(({ id }) => id === wanted)
  const page = Math.max(1, Number(exchange.url.searchParams.get('page')) || 1)
  const { rows, total } = newest(accounts, page)
  return html(layout(company.name, `<p><a href="/">All organizations</a></p><h1>${escape(company.name)}</h1>
<div class="scroll"><table><thead><tr><th scope="col">Current account</th><th scope="col">State</th><th scope="col">IBAN</th><th scope="col" class="num">Balance</th></tr></thead>
<tbody>${company.accounts.map((account) => accountRow(company, account)).join('')}</tbody></table></div>
<div class="grid">${newTransactionForm(company)}${accountForms(company)}</div>
<h2>Transactions${wanted !== null && accounts[0] ? ` of ${escape(accounts[0].name)}` : ''}</h2>
<div class="scroll"><table><thead><tr><th scope="col">Date</th><th scope="col">Counterparty</th><th scope="col">Account</th><th scope="col">State</th><th scope="col">Receipts</th><th scope="col" class="num">Amount</th></tr></thead>
<tbody>${rows.map((row) => transactionRow(company, row)).join('')}</tbody></table></div>${pager(company, wanted, page, total)}`))
}

function newest(accounts: Account[], page: number): { rows: Transaction[]; total: number } {
  const end = page * PER_PAGE
  const tails = accounts.flatMap((account) => account.transactions.by('emittedAt').slice(-end))
  const rows = tails.sort((a, b) => b.emittedAt - a.emittedAt).slice(end - PER_PAGE, end)
  return { rows, total: accounts.reduce((sum, account) => sum + account.transactions.all.length, 0) }
}

function accountRow(company: Company, account: Account): string {
  return `<tr><td><a href="/companies/${company.id}?account=${account.id}">${escape(account.name)}</a></td><td>${account.status}</td>
<td>${escape(account.iban)}</td><td class="num">${euros(account.balanceCents)}</td></tr>`
}

function transactionRow(company: Company, transaction: Transaction): string {
  const receipts = transaction.receipts.map((receipt) => `<li><a href="/companies/${company.id}/receipts/${receipt.id}">${escape(receipt.fileName)}</a> <span class="soft">${fileSize(receipt.size)}</span></li>`)
  const sign = transaction.side === 'debit' ? '−' : '+'
  return `<tr><td>${dayOf(transaction.emittedAt)}</td><td><a href="/companies/${company.id}/transactions/${transaction.id}">${escape(transaction.counterparty ?? transaction.label)}</a></td>
<td>${escape(transaction.account.name)}</td><td>${transaction.status}</td><td><ul class="plain">${receipts.join('')}</ul></td><td class="num">${sign}${euros(transaction.amountCents)}</td></tr>`
}

function pager(company: Company, account: string | null, page: number, total: number): string {
  const last = Math.max(1, Math.ceil(total / PER_PAGE))
  const link = (to: number, text: string) => `<a href="/companies/${company.id}?page=${to}${account === null ? '' : `&amp;account=${escape(account)}`}">${text}</a>`
  return `<p class="soft">Page ${page} of ${last} ${page > 1 ? link(page - 1, 'Newer') : ''} ${page < last ? link(page + 1, 'Older') : ''}</p>`
}
