import type { ErrorCode } from '@/lib/errors'

/**
 * Every qualifying receipt of a connection is in exactly one of `done`, `owed`, `tombstoned`. Its certified copy is counted apart, in `copies`; bytes and
 * `changed` are those of all files.
 */
export type ExportTotals = {
  qualifying: number
  done: number
  doneBytes: number
  owed: number
  owedBytes: number
  /** Part of `owed`: seen in Qonto only after the last export had ended, so that nothing has been late yet. */
  fresh: number
  /** Part of `owed`: tried and failed, with a cause. */
  failing: number
  tombstoned: number
  /** Files whose content was changed by the user in Dropbox. */
  changed: number
  /** Certified copies; `fresh` and `failing` are parts of `owed`. All zero where they are not wanted. */
  copies: { done: number; owed: number; fresh: number; failing: number }
}

export type RunTrigger = 'setup' | 'daily' | 'manual' | 'webhook' | 'reconcile' | 'retry'

/** One run as pages see it. `settled` of `planned` while it runs. Moments are ISO 8601, sizes are bytes. */
export type RunView = {
  id: string
  trigger: RunTrigger
  state: 'queued' | 'running' | 'ended'
  phase: 'inventory' | 'reconcile' | 'upload' | 'finish' | null
  outcome: 'up_to_date' | 'owed_remaining' | 'stopped' | 'failed' | null
  problem: ErrorCode | null
  missingBytes: number | null
  requestedBy: string | null
  requestedAt: string
  startedAt: string | null
  endedAt: string | null
  planned: number
  plannedBytes: number
  uploaded: number
  uploadedBytes: number
  adopted: number
  failed: number
  returned: number
  tombstoned: number
}

/** What the browser polls or is sent: right after a reload, and with the live stream off. */
export type ProgressView = {
  totals: ExportTotals
  /** The run that is queued or running, else null. */
  current: RunView | null
  last: RunView | null
  /** Files that re-filing still has to look at; null while none is under way. */
  toRefile: number | null
  /** Next daily run, ISO 8601, and the zone it is shown in. */
  nextRunAt: string | null
  timeZone: string
}

/** A receipt that is owed and was tried in vain. */
export type ProblemView = {
  exportId: string
  receiptId: string
  kind: 'original' | 'certified'
  fileName: string
  counterparty: string
  accountLabel: string
  cause: ErrorCode
  attempts: number
  since: string
  lastAttemptAt: string | null
}

/** `n of n receipts are in Dropbox, every content hash matches`, per account and period. */
export type CertificateRow = {
  accountLabel: string
  period: string
  receipts: number
  inDropbox: number
  bytes: number
  owed: number
  keptAway: number
  changed: number
  /** Recorded as in Dropbox, but no longer found there, while a person is asked whether that was meant. */
  unanswered: number
  /** Certified copies that are in Dropbox, and that are owed. */
  copies: number
  copiesOwed: number
  /** The oldest moment at which one of them was last confirmed; null when one never was. */
  checkedAt: string | null
}

/** Re-filing of what is in Dropbox: files still to be looked at, moved so far, and left where they are because their new place is taken. */
export type RefilingView = { isUnderWay: boolean; toGo: number; moved: number; left: number; endedAt: string | null }
