/**
 * How a call signs in. An API key opens one organization; with OAuth the token is asked for at each call, and `refused`
 * names the token that Qonto has just answered 401 to.
 */
export type QontoAuth =
  | { kind: 'api_key'; login: string; secret: string }
  | { kind: 'oauth'; accessToken(options?: { refused?: string }): Promise<string> }

/** Everything a call to Qonto needs besides its own arguments. */
export type QontoSession = { auth: QontoAuth; signal?: AbortSignal }
