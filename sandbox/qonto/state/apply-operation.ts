import { addDefaultClient } from '../companies/default-client'
import { addDemoCompanies } from '../companies/demo-companies'
import { generateCompany } from '../companies/generate-company'
import { addAccount, addCompany, addReceipt, addTransaction, removeReceipt } from './add-entries'
import type { Books } from './books'
import type { Operation } from './operations'

type Applied<K extends Operation['op']> = (books: Books, operation: Extract<Operation, { op: K }>) => void

const effects: { [K in Operation['op']]: Applied<K> } = {
  opened: (books, { secret, demo, at }) => {
    books.secret = secret
    addDefaultClient(books)
    if (demo) addDemoCompanies(books, at)
  },
  generate: (books, { id, spec }) => generateCompany(books, id, spec),
  company: (books, { company }) => void addCompany(books, company),
  account: (books, { companyId, account }) => void addAccount(books, found(books.companies.get(companyId)), account),
  'account-changed': (books, { id, changes }) => void Object.assign(found(books.accounts.get(id)), changes),
  transaction: (books, { accountId, transaction }) => void addTransaction(books, found(books.accounts.get(accountId)), transaction),
  'transaction-changed': (books, { id, changes }) => {
    const transaction = found(books.transactions.get(id))
    transaction.account.transactions.change(transaction, () => Object.assign(transaction, changes))
  },
  receipt: (books, { receipt, touch, at, idempotency }) => {
    addReceipt(books, receipt, touch, at)
    if (idempotency) books.idempotency.set(`${idempotency.companyId} ${idempotency.key}`, idempotency)
  },
  'receipt-removed': (books, { id, at, touch }) => removeReceipt(books, found(books.receipts.get(id)), at, touch),
  member: (books, { companyId, member }) => {
    const company = found(books.companies.get(companyId))
    company.members.push(member)
    books.members.set(member.id, { member, company })
  },
  'member-changed': (books, { id, changes }) => void Object.assign(found(books.members.get(id)).member, changes),
  'api-key': (books, { companyId, secret }) => {
    found(books.companies.get(companyId)).apiKey.secret = secret
  },
  client: (books, { client }) => void books.clients.set(client.clientId, client),
  grant: (books, { grant }) => void books.grants.set(grant.id, grant),
  tokens: (books, { access, refresh, usedRefresh, at }) => {
    books.accessTokens.set(access.token, access)
    if (refresh) books.refreshTokens.set(refresh.token, refresh)
    const used = usedRefresh === null ? undefined : books.refreshTokens.get(usedRefresh)
    if (used) used.firstUsedAt ??= at
  },
  'token-ended': (books, { token }) => {
    books.accessTokens.delete(token)
    books.refreshTokens.delete(token)
  },
  'grant-ended': (books, { id, at }) => {
    found(books.grants.get(id)).endedAt ??= at
  },
  subscription: (books, { subscription }) => void books.subscriptions.set(subscription.id, subscription),
  'subscription-removed': (books, { id }) => void books.subscriptions.delete(id),
}

/** Carries one operation into the books. The same operations in the same order always give the same books. */
export function applyOperation<K extends Operation['op']>(books: Books, operation: Extract<Operation, { op: K }>): void {
  const effect = effects[operation.op as K] as Applied<K>
  effect(books, operation)
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the journal names something that was never written to it')
  return value
}
