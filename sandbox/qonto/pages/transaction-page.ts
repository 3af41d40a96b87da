import type { Transaction } from '../state/types'
import { html, type Exchange, type Handler } from '../wire/exchange'
import { notFound } from '../wire/wire-error'
import { newReceiptForm } from './company-forms'
import { pageCompany } from './company-page'
import { escape, layout } from './layout'
import { dayOf, euros, fileSize } from './words'

/** The transaction in the path of a page. */
export function pageTransaction(exchange: Exchange): Transaction {
  const transaction = exchange.bank.books.transactions.get(exchange.params.transaction ?? '')
  if (!transaction || transaction.account.company !== pageCompany(exchange)) throw notFound('transaction')
  return transaction
}

/** `GET /companies/{company}/transactions/{transaction}`: one transaction, its receipts, and a form for one more. */
export const transactionPage: Handler = (exchange) => {
  const company = pageCompany(exchange)
  const transaction = pageTransaction(exchange)
  const rows = transaction.receipts.map((receipt) => `<tr><td><a href="/companies/${company.id}/receipts/${receipt.id}">${escape(receipt.fileName)}</a></td><td>${escape(receipt.contentType)}</td>
<td class="num">${fileSize(receipt.size)}</td><td><form method="post" action="/companies/${company.id}/receipts/${receipt.id}/remove"><button class="plain small">Remove</button></form></td></tr>`)
  return html(layout('Transaction', `<p><a href="/companies/${company.id}">${escape(company.name)}</a></p>
<h1>${escape(transaction.counterparty ?? transaction.label)}</h1>
<p>${euros(transaction.amountCents)}, ${transaction.side}, ${transaction.status}, ${dayOf(transaction.emittedAt)}, ${escape(transaction.account.name)}</p>
<h2>Receipts</h2>${rows.length === 0 ? '<p class="soft">None yet.</p>' : `<div class="scroll"><table><thead><tr><th scope="col">File</th><th scope="col">Type</th><th scope="col" class="num">Size</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`}
${newReceiptForm(company, transaction.id)}`))
}
