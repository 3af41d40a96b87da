import { addAccount, addCompany, addReceipt, addTransaction } from '../state/add-entries'
import type { Books } from '../state/books'
import type { Account, Company, Moment, Role } from '../state/types'
import { accountFields, companyFields } from './company-fields'
import { demoReceiptCount, demoReceiptName } from './demo-receipts'
import { makeReceipt } from './make-receipt'
import { makeTransaction } from './make-transaction'
import { randomFrom, uuidFrom } from './random'

const DAY = 86_400_000
const HOUR = 3_600_000

interface DemoPlan {
  name: string
  accounts: string[]
  roles: Role[]
  transactions: number
  days: number
}

const acme: DemoPlan = {
  name: 'Acme Studio',
  accounts: ['Main account', 'Travel & events'],
  roles: ['owner', 'admin', 'accountant', 'manager', 'employee'],
  transactions: 120,
  days: 424,
}

const birch: DemoPlan = { name: 'Birch Books', accounts: ['Main account'], roles: ['owner', 'accountant'], transactions: 20, days: 150 }

/** Enters the two demo companies with histories that end at `at`. */
export function addDemoCompanies(books: Books, at: Moment): void {
  addDemoCompany(books, acme, at)
  addDemoCompany(books, birch, at)
}

function addDemoCompany(books: Books, plan: DemoPlan, at: Moment): void {
  const id = uuidFrom('demo company', plan.name)
  const start = at - plan.days * DAY
  const company = addCompany(books, companyFields(id, plan.name, plan.name, start, plan.roles))
  plan.accounts.forEach((name, index) => addAccount(books, company, accountFields(id, index + 1, start, name)))
  for (let i = 0; i < plan.transactions; i += 1) addDemoTransaction(books, company, plan, i, start, at)
  for (const account of company.accounts) account.transactions.prepare()
}

function addDemoTransaction(books: Books, company: Company, plan: DemoPlan, i: number, start: Moment, at: Moment): void {
  const random = randomFrom('demo', plan.name, i)
  const account = company.accounts[i % 10 < 7 ? 0 : company.accounts.length - 1] as Account
  const last = i === plan.transactions - 1
  const emittedAt = last ? at - 3 * HOUR : Math.floor(start + ((i + random.next()) * (at - 2 * DAY - start)) / plan.transactions)
  const status = i % 37 === 20 ? 'declined' : last ? 'pending' : undefined
  const transaction = addTransaction(books, account, makeTransaction(random, company, account, {
    number: account.transactions.all.length + 1,
    emittedAt,
    until: at,
    ...(status ? { status } : {}),
  }))
  const count = demoReceiptCount(transaction.side, i)
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    const receipt = makeReceipt(random, transaction, {
      ordinal,
      until: at,
      size: i % 6 === 1 && ordinal < 2 ? { min: 600_000, max: 3_000_000 } : { min: 20_000, max: 600_000 },
      style: 'unique',
      ...demoReceiptName(i, ordinal),
    })
    addReceipt(books, receipt, false)
    transaction.updatedAt = Math.max(transaction.updatedAt, receipt.createdAt)
  }
}
