import { html, type Handler } from '../wire/exchange'
import { escape, layout } from './layout'

/** `GET /`: the organizations that bank here. */
export const homePage: Handler = ({ bank }) => {
  const items = [...bank.books.companies.values()].map((company) => {
    const transactions = company.accounts.reduce((sum, account) => sum + account.transactions.all.length, 0)
    return `<li class="card"><h2 class="flat"><a href="/companies/${company.id}">${escape(company.name)}</a></h2>
<p class="soft">${company.accounts.length} current account(s), ${transactions} transactions, ${company.members.length} members</p></li>`
  })
  return html(layout('Organizations', `<h1>Organizations</h1><p>Open one to see its accounts, transactions and receipts, or to add some.</p>
<ul class="plain">${items.join('') || '<li>No organization yet.</li>'}</ul><p><a href="/conditions">Faults and latency</a></p>`))
}
