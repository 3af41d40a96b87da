import type { PlainCause } from './plain-cause'

/** One background function; `nextTickAt` is the next tick of its cron, in the app's time, null for one that only events start. */
export type BackgroundFunction = { id: string; nextTickAt: string | null }

/** One run of a background function that is under way or has failed. */
export type BackgroundRun = {
  id: string
  functionId: string
  status: 'queued' | 'running' | 'failed'
  /** When it was asked for; when it ended, for a failed one. */
  at: string
  /** Attempts that failed at the present step. */
  failedAttempts: number
  /** When it goes on by itself; null when it is at work or over. */
  waitsUntil: string | null
  cause: PlainCause | null
  /** It works for this organization alone. One that works for all goes again at its next tick; its cause has no words of its own. */
  isOurs: boolean
}

/** `engine` is `embedded` with all that is known, or the place where another engine shows its runs. */
export type BackgroundWork =
  | { engine: 'embedded'; functions: BackgroundFunction[]; runs: BackgroundRun[] }
  | { engine: 'cloud' }
  | { engine: 'server'; url: string }
