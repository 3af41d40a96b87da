import type { AccessToken, Account, App, AuthorizationCode, Blob, Grant, Job, Namespace, SharedLink, Team, UploadSession } from './types'

/** Everything the server remembers, in memory; the journal on disk rebuilds it. */
export class State {
  secret = ''
  readonly apps = new Map<string, App>()
  readonly teams = new Map<string, Team>()
  readonly accounts = new Map<string, Account>()
  readonly namespaces = new Map<string, Namespace>()
  readonly grants = new Map<string, Grant>()
  readonly refreshTokens = new Map<string, string>()
  readonly tokens = new Map<string, AccessToken>()
  readonly codes = new Map<string, AuthorizationCode>()
  readonly blobs = new Map<string, Blob>()
  readonly sessions = new Map<string, UploadSession>()
  readonly finished: string[] = []
  readonly links = new Map<string, SharedLink>()
  readonly jobs = new Map<string, Job>()
}
