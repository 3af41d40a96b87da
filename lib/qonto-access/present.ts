import type { ErrorCode } from '@/lib/errors'

/** How an organization signs in at Qonto. `who` is the key's login or the name of the member who consented. Moments are ISO 8601. */
export type QontoAccessView = {
  kind: 'api_key' | 'oauth'
  who: string
  state: 'unchecked' | 'accepted' | 'refused'
  problem: ErrorCode | null
  checkedAt: string | null
}

/** What Qonto answered to a test; `member` only for a consent. `milliseconds` is the time of one call. */
export type QontoReport = { company: string; member: string | null; openAccounts: number; closedAccounts: number; milliseconds: number }

export type QontoTest = { ok: true; report: QontoReport } | { ok: false; code: ErrorCode }

/** A consent that is not used any more and whose end Qonto has not confirmed. `isRetried` is false when only a person can end it, in Qonto. */
export type OpenQontoRevocation = { id: string; who: string; lapsesAt: string; isRetried: boolean }
