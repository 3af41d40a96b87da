import type { DropboxSession } from '@/lib/dropbox/session'
import type { UploadCapabilities } from '@/lib/dropbox/upload-capabilities'
import type { AppError } from '@/lib/errors'
import type { Source } from '@/lib/sources/source'
import type { RunRef } from './run-ref'

/** Moments at which a test may let the process "die". */
export type Checkpoint = 'planned' | 'fetched' | 'appended' | 'before commit' | 'after commit' | 'after record'

/** What one call of runUploadPage works with. */
export type UploadContext = {
  ref: RunRef
  session: DropboxSession
  source: Source
  capabilities: UploadCapabilities
  /** Start of the run: failures are recorded with it, so that an export is tried once in a run. */
  startedAt: Date
  signal: AbortSignal
  /** Last conflict of an export, while a free name is looked for. */
  conflicts: Map<string, AppError>
  at?: (checkpoint: Checkpoint) => void | Promise<void>
}
