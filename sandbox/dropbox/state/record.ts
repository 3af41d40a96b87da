import type { AccessToken, Account, App, AuthorizationCode, Extent, Grant, Job, Piece, SharedLink, Team } from './types'

/** One fact in the journal. Applying the same records in the same order always gives the same state. */
export type JournalRecord =
  | { t: 'secret'; value: string }
  | { t: 'app'; app: App }
  | { t: 'team'; team: Team }
  | { t: 'account'; account: Account }
  | { t: 'ns'; id: string; kind: 'home' | 'team' }
  | { t: 'grant'; grant: Grant }
  | { t: 'grant-gone'; id: string }
  | { t: 'token'; token: AccessToken }
  | { t: 'code'; code: AuthorizationCode }
  | { t: 'code-used'; code: string }
  | { t: 'blob'; hash: string; size: number; extents: Extent[] }
  | FileRecord
  | { t: 'folder'; ns: string; id: string; parent: string; name: string; at: number }
  | { t: 'gone'; ns: string; id: string; at: number }
  | MoveRecord
  | { t: 'purged'; ns: string; lower: string }
  | SharedRecord
  | { t: 'session'; ids: string[]; kind: 'sequential' | 'concurrent'; account: string; at: number }
  | { t: 'piece'; session: string; piece: Piece | null; close: boolean; hash: string | null }
  | { t: 'session-used'; id: string }
  | { t: 'link'; link: SharedLink }
  | { t: 'unlink'; url: string }
  | { t: 'job'; job: Job }

export interface FileRecord {
  t: 'file'
  ns: string
  id: string
  parent: string
  name: string
  rev: string
  size: number
  hash: string
  cm: string
  by: string
  at: number
}

export interface SharedRecord {
  t: 'shared'
  ns: string
  id: string
  /** Number of the shared folder; null for a folder that is shared no longer. */
  sharedId: string | null
  at: number
  /** Ids that change with it, old to new; it and its contents keep theirs without. */
  ids?: Record<string, string>
}

export interface MoveRecord {
  t: 'moved'
  ns: string
  id: string
  parent: string
  name: string
  at: number
  /** True when only the spelling's case changes, which no cursor reports. */
  quiet?: boolean
  /** Whether files get a new rev by moving. */
  newRevs?: boolean
}
