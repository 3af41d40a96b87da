import type { AccessToken, Account, Company, Grant, Member, OAuthClient, Receipt, RefreshToken, Subscription, Transaction } from './types'
import type { IdempotencyMark } from './operations'

/** Everything the bank knows at this moment, reachable by id. Only `applyOperation` changes it. */
export class Books {
  secret = ''
  readonly companies = new Map<string, Company>()
  readonly companiesByLogin = new Map<string, Company>()
  readonly members = new Map<string, { member: Member; company: Company }>()
  readonly accounts = new Map<string, Account>()
  readonly transactions = new Map<string, Transaction>()
  readonly receipts = new Map<string, Receipt>()
  readonly clients = new Map<string, OAuthClient>()
  readonly grants = new Map<string, Grant>()
  readonly accessTokens = new Map<string, AccessToken>()
  readonly refreshTokens = new Map<string, RefreshToken>()
  readonly subscriptions = new Map<string, Subscription>()
  readonly idempotency = new Map<string, IdempotencyMark>()
  /** Uploads that are still being processed, in order of arrival. */
  readonly waiting = new Set<Receipt>()

  clear(): void {
    for (const map of [
      this.companies, this.companiesByLogin, this.members, this.accounts, this.transactions, this.receipts, this.clients,
      this.grants, this.accessTokens, this.refreshTokens, this.subscriptions, this.idempotency, this.waiting,
    ]) map.clear()
  }
}
