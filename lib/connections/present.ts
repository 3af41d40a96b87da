import type { ErrorCode } from '@/lib/errors'

/** The one state badge of the Connect page. */
export type ConnectionBadge =
  | 'not_connected'
  | 'setting_up'
  | 'exporting'
  | 'up_to_date'
  | 'delayed'
  | 'needs_attention'
  | 'reconnect_needed'
  | 'paused'

/** A live connection as pages see it: no token, no key. Moments are ISO 8601, sizes are bytes. */
export type ConnectionView = {
  id: string
  state: 'active' | 'needs_reconnect'
  authenticationName: string
  dropbox: { name: string; email: string; team: string | null }
  connectedBy: string
  connectedAt: string
  startAt: string
  rootPath: string
  space: { used: number; allocated: number; checkedAt: string } | null
  problem: ErrorCode | null
  problemSince: string | null
  missingBytes: number | null
  verifiedAt: string | null
  reconciledAt: string | null
}

/** A link that opens a place at Dropbox, or one of our pages. `label` is the account's label or the period; null where the kind says all. */
export type HelpfulLink = { kind: 'root' | 'account' | 'period' | 'plan'; label: string | null; href: string }

/** The wizard's entries so far. `step` is the first that is not complete. */
export type DraftView = {
  id: string
  step: 'name' | 'account' | 'start' | 'finish'
  authenticationName: string | null
  dropbox: { name: string; email: string; team: string | null; used: number | null; allocated: number | null } | null
  startAt: string | null
  startPreset: StartPreset | null
}

export type StartPreset = 'today' | 'month' | 'year' | 'everything' | 'own'

/** What Finish would export: counts, bytes and the folder tree, computed by the planner's own rules. */
export type ExportPreview = {
  receipts: number
  bytes: number
  fits: boolean | null
  rootPath: string
  accounts: { label: string; folder: string; receipts: number; bytes: number; periods: { period: string; receipts: number; bytes: number; sample: string | null }[] }[]
}

/** A disconnected link that could not be ended at Dropbox yet; it is tried again. At `appsUrl` its owner can end it. */
export type OpenRevocation = { connectionId: string; dropboxEmail: string; appsUrl: string }
