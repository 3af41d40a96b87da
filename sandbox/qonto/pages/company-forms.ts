import type { Company } from '../state/types'
import { escape } from './layout'

const picked = 'application/pdf,image/jpeg,image/png'

/** The form that books a transaction together with an uploaded receipt. */
export function newTransactionForm(company: Company): string {
  const accounts = company.accounts.map((account) => `<option value="${account.id}">${escape(account.name)}</option>`).join('')
  return `<form method="post" action="/companies/${company.id}/transactions" enctype="multipart/form-data" class="card"><h2 class="flat">Add a transaction with a receipt</h2>
<label for="account">Current account</label><select id="account" name="account">${accounts}</select>
<label for="counterparty">Paid to</label><input id="counterparty" name="counterparty" required maxlength="140">
<label for="amount">Amount in euros</label><input id="amount" name="amount" required inputmode="decimal" pattern="[0-9]+([.,][0-9]{1,2})?" placeholder="42.90">
<label for="date">Date (today when left empty)</label><input id="date" name="date" type="date">
<label for="file">Receipt (PDF, JPEG or PNG)</label><input id="file" name="file" type="file" accept="${picked}">
<button type="submit">Add transaction</button></form>`
}

/** The forms that open an account and that relabel or close one. */
export function accountForms(company: Company): string {
  const options = company.accounts.map((account) => `<option value="${account.id}">${escape(account.name)}${account.status === 'closed' ? ' (closed)' : ''}</option>`).join('')
  return `<div><form method="post" action="/companies/${company.id}/accounts" class="card"><h2 class="flat">Open a current account</h2>
<label for="name">Label</label><input id="name" name="name" required maxlength="140"><button type="submit">Open account</button></form>
<form method="post" action="/companies/${company.id}/accounts" class="card"><h2 class="flat">Change a current account</h2>
<label for="changed">Current account</label><select id="changed" name="id">${options}</select>
<label for="label">New label (unchanged when left empty)</label><input id="label" name="name" maxlength="140">
<button type="submit" name="status" value="active">Save as open</button><button type="submit" name="status" value="closed" class="plain">Save as closed</button></form></div>`
}

/** The form that uploads one more receipt to a transaction. */
export function newReceiptForm(company: Company, transactionId: string): string {
  return `<form method="post" action="/companies/${company.id}/transactions/${transactionId}/receipts" enctype="multipart/form-data" class="card">
<h2 class="flat">Add a receipt</h2><label for="file">PDF, JPEG or PNG</label><input id="file" name="file" type="file" required accept="${picked}">
<button type="submit">Upload</button></form>`
}
