import type { RateGate } from './rate-gate'

/** How the verbs reach one Dropbox account: whose token, through which gate, and until when. */
export type DropboxSession = {
  /** A usable access token. `refused` is the token that Dropbox just refused: a different one is needed. */
  accessToken(options?: { refused?: string }): Promise<string>
  gate: RateGate
  /** Once aborted no call begins, waits end at once, and calls in flight are cut after a short grace. */
  signal?: AbortSignal
  /** Asked just before bytes leave: throws when no call may begin any more. The result is called when the call has ended. */
  begin?(): Promise<() => void>
  /** Told when Dropbox refuses even a fresh token: a person must renew access. */
  onReconnect?(): Promise<void>
}
