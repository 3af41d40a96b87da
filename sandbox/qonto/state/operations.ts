import type { AccessToken, Account, Company, DocumentSource, Grant, Member, Moment, OAuthClient, ProbativeStatus, RefreshToken, Subscription, Transaction } from './types'

/** What `POST /_sandbox/companies` asks for; equal specs give equal companies. */
export interface CompanySpec {
  seed: string
  name?: string
  accounts: number
  transactions: number
  receipts: number
  months: number
  until: Moment
  receiptSize: { min: number; max: number }
  documents: 'shared' | 'unique'
}

export type AccountFields = Omit<Account, 'company' | 'transactions'>
export type TransactionFields = Omit<Transaction, 'account' | 'receipts'>

export interface ReceiptFields {
  id: string
  companyId: string
  transactionId: string | null
  fileName: string
  contentType: string
  size: number
  createdAt: Moment
  visibleAt: Moment
  probative: ProbativeStatus
  document: DocumentSource
}

/** The first success of a write, replayed for 30 minutes to callers that repeat its key. */
export interface IdempotencyMark {
  companyId: string
  key: string
  at: Moment
  body: unknown
}

/** Everything that ever changed at the bank, one journal line each; replaying them in order rebuilds the books. */
export type Operation =
  | { op: 'opened'; secret: string; demo: boolean; at: Moment }
  | { op: 'generate'; id: string; spec: CompanySpec }
  | { op: 'company'; company: Omit<Company, 'accounts'> }
  | { op: 'account'; companyId: string; account: AccountFields }
  | { op: 'account-changed'; id: string; changes: Partial<AccountFields> }
  | { op: 'transaction'; accountId: string; transaction: TransactionFields }
  | { op: 'transaction-changed'; id: string; changes: Partial<TransactionFields> }
  | { op: 'receipt'; receipt: ReceiptFields; touch: boolean; at: Moment; idempotency?: IdempotencyMark }
  | { op: 'receipt-removed'; id: string; at: Moment; touch: boolean }
  | { op: 'member'; companyId: string; member: Member }
  | { op: 'member-changed'; id: string; changes: Partial<Member> }
  | { op: 'api-key'; companyId: string; secret: string }
  | { op: 'client'; client: OAuthClient }
  | { op: 'grant'; grant: Grant }
  | { op: 'tokens'; access: AccessToken; refresh: RefreshToken | null; usedRefresh: string | null; at: Moment }
  | { op: 'token-ended'; token: string }
  | { op: 'grant-ended'; id: string; at: Moment }
  | { op: 'subscription'; subscription: Subscription }
  | { op: 'subscription-removed'; id: string }
