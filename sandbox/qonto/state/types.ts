import type { TransactionIndex } from './transaction-index'

export type Role = 'owner' | 'admin' | 'manager' | 'reporting' | 'employee' | 'accountant'
export type TransactionStatus = 'pending' | 'declined' | 'completed' | 'reversed'
export type Side = 'credit' | 'debit'

/** Milliseconds since 1970; every time in the books is kept this way and shown as ISO 8601 UTC. */
export type Moment = number

export interface Member {
  id: string
  firstName: string
  lastName: string
  email: string
  role: Role
  status: string
}

export interface Label {
  id: string
  name: string
  parentId: string | null
}

/** One organization; the tenant boundary. */
export interface Company {
  id: string
  name: string
  slug: string
  legalName: string
  city: string
  country: string
  createdAt: Moment
  apiKey: { login: string; secret: string }
  members: Member[]
  accounts: Account[]
  labels: Label[]
  /** Keeps the invoices of one company apart from another's with the same numbers. */
  seed: string
}

/** Fields that a faulty or restricted account leaves out of every reply. */
export type HiddenField = 'iban' | 'bic' | 'balance' | 'currency'

export interface Account {
  id: string
  company: Company
  number: number
  name: string
  iban: string
  bic: string
  status: 'active' | 'closed'
  main: boolean
  balanceCents: number
  updatedAt: Moment
  hidden: HiddenField[]
  transactions: TransactionIndex
}

export interface Transaction {
  id: string
  account: Account
  number: number
  amountCents: number
  currency: string
  localAmountCents: number
  localCurrency: string
  side: Side
  operationType: string
  status: TransactionStatus
  label: string
  counterparty: string | null
  category: string
  emittedAt: Moment
  createdAt: Moment
  settledAt: Moment | null
  updatedAt: Moment
  settledBalanceCents: number | null
  vatCents: number | null
  vatRate: number | null
  note: string | null
  reference: string | null
  initiatorId: string | null
  labelIds: string[]
  cardLastDigits: string | null
  attachmentLost: boolean
  attachmentRequired: boolean
  /** Receipts that are visible by now, oldest first. */
  receipts: Receipt[]
}

/** Bytes that are drawn on demand from a seed, or that somebody uploaded. */
export type DocumentSource =
  | { kind: 'drawn'; style: 'unique' | 'shared'; seed: number }
  | { kind: 'noise'; seed: number }
  | { kind: 'stored'; blob: string }

export type ProbativeStatus = 'available' | 'unavailable' | 'pending' | 'corrupted'

export interface Receipt {
  id: string
  company: Company
  /** Null for a file uploaded without a transaction. */
  transaction: Transaction | null
  fileName: string
  contentType: string
  size: number
  createdAt: Moment
  /** Uploads are processed in the background; before this moment nobody sees them. */
  visibleAt: Moment
  visible: boolean
  probative: ProbativeStatus
  document: DocumentSource
}

export interface OAuthClient {
  clientId: string
  clientSecret: string
  name: string
  redirectUris: string[]
  scopes: string[]
}

/** One member's consent for one client, from the consent page until it is revoked. */
export interface Grant {
  id: string
  clientId: string
  companyId: string
  memberId: string
  scopes: string[]
  endedAt: Moment | null
}

export interface AccessToken {
  token: string
  grantId: string
  expiresAt: Moment
}

export interface RefreshToken {
  token: string
  grantId: string
  expiresAt: Moment
  firstUsedAt: Moment | null
}

export interface Subscription {
  id: string
  companyId: string
  memberId: string
  callbackUrl: string
  types: string[]
  description: string | null
  secret: string
  createdAt: Moment
  updatedAt: Moment
}
