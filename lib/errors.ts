/**
 * What has to happen next, the only thing a caller may branch on besides the code:
 * `retry` soon with back-off · `skip_item` this item stays owed, go on with the others · `reconnect` a person must renew access ·
 * `stop_all` end the run, nothing else can succeed · `refuse` tell the person who asked.
 */
export type Next = 'retry' | 'skip_item' | 'reconnect' | 'stop_all' | 'refuse'

/** The closed list of error codes: HTTP status and what happens next. The sentence for people is `messages/*.json` → `errors.<code>`. */
export const ERROR_CODES = {
  // people and access
  not_found: { status: 404, next: 'refuse' },
  not_allowed: { status: 403, next: 'refuse' },
  signed_out: { status: 401, next: 'refuse' },
  sign_in_failed: { status: 401, next: 'refuse' },
  too_many_attempts: { status: 429, next: 'refuse' },
  bad_input: { status: 422, next: 'refuse' },
  foreign_origin: { status: 403, next: 'refuse' },
  unexpected: { status: 500, next: 'retry' },
  database_unreachable: { status: 503, next: 'retry' },
  /** Answered by the page itself, when its call did not arrive. */
  server_unreachable: { status: 503, next: 'retry' },
  // wizard and OAuth
  name_missing: { status: 422, next: 'refuse' },
  name_too_long: { status: 422, next: 'refuse' },
  start_in_future: { status: 422, next: 'refuse' },
  start_invalid: { status: 422, next: 'refuse' },
  step_out_of_order: { status: 409, next: 'refuse' },
  already_connected: { status: 409, next: 'refuse' },
  not_connected: { status: 409, next: 'refuse' },
  oauth_cancelled: { status: 400, next: 'refuse' },
  oauth_state_unknown: { status: 400, next: 'refuse' },
  oauth_state_expired: { status: 400, next: 'refuse' },
  oauth_code_refused: { status: 400, next: 'refuse' },
  oauth_scope_missing: { status: 400, next: 'refuse' },
  oauth_other_account: { status: 409, next: 'refuse' },
  dropbox_app_frozen: { status: 409, next: 'refuse' },
  run_in_progress: { status: 409, next: 'refuse' },
  // setting up an installation
  set_up_code_wrong: { status: 403, next: 'refuse' },
  set_up_done: { status: 409, next: 'refuse' },
  dropbox_app_missing: { status: 409, next: 'stop_all' },
  dropbox_app_refused: { status: 422, next: 'refuse' },
  dropbox_app_fixed: { status: 409, next: 'refuse' },
  // Dropbox
  dropbox_reconnect: { status: 409, next: 'reconnect' },
  dropbox_full: { status: 507, next: 'stop_all' },
  dropbox_rate_limited: { status: 429, next: 'retry' },
  dropbox_unreachable: { status: 503, next: 'retry' },
  dropbox_blocked: { status: 403, next: 'stop_all' },
  dropbox_name_refused: { status: 422, next: 'skip_item' },
  dropbox_path_conflict: { status: 409, next: 'skip_item' },
  dropbox_hash_mismatch: { status: 502, next: 'skip_item' },
  dropbox_not_found: { status: 404, next: 'skip_item' },
  dropbox_cursor_reset: { status: 409, next: 'retry' },
  dropbox_refused: { status: 400, next: 'skip_item' },
  // Qonto
  qonto_credentials_missing: { status: 409, next: 'stop_all' },
  qonto_credentials_refused: { status: 409, next: 'stop_all' },
  qonto_reconnect: { status: 409, next: 'stop_all' },
  qonto_client_refused: { status: 502, next: 'stop_all' },
  qonto_oauth_unset: { status: 409, next: 'refuse' },
  qonto_oauth_cancelled: { status: 400, next: 'refuse' },
  qonto_oauth_lost: { status: 400, next: 'refuse' },
  qonto_scope_missing: { status: 400, next: 'refuse' },
  qonto_other_organization: { status: 409, next: 'refuse' },
  qonto_forbidden: { status: 403, next: 'skip_item' },
  qonto_not_found: { status: 404, next: 'skip_item' },
  qonto_rate_limited: { status: 429, next: 'retry' },
  qonto_unreachable: { status: 503, next: 'retry' },
  qonto_refused: { status: 422, next: 'skip_item' },
  qonto_reply_unreadable: { status: 502, next: 'retry' },
  deletion_unanswered: { status: 409, next: 'stop_all' },
  receipt_gone: { status: 404, next: 'skip_item' },
  receipt_truncated: { status: 502, next: 'skip_item' },
  receipt_wrong_size: { status: 502, next: 'skip_item' },
  receipt_wrong_type: { status: 502, next: 'skip_item' },
  receipt_url_refused: { status: 502, next: 'skip_item' },
  receipt_too_large: { status: 413, next: 'skip_item' },
  certified_copy_unavailable: { status: 404, next: 'skip_item' },
  // adding a receipt
  upload_too_large: { status: 413, next: 'refuse' },
  upload_wrong_type: { status: 415, next: 'refuse' },
  upload_empty: { status: 422, next: 'refuse' },
  upload_too_many: { status: 409, next: 'refuse' },
  // members
  last_owner: { status: 409, next: 'refuse' },
  already_member: { status: 409, next: 'refuse' },
  // runs
  run_superseded: { status: 409, next: 'stop_all' },
  disconnected: { status: 409, next: 'stop_all' },
} as const satisfies Record<string, { status: number; next: Next }>

export type ErrorCode = keyof typeof ERROR_CODES

/** An error whose code decides what happens next. `detail` is for the log: it never reaches a person, and never holds a secret. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  /** Seconds to wait before the next try, when the other side named them. */
  readonly retryAfter: number | undefined
  /** Bytes that do not fit, for `dropbox_full`. */
  readonly missingBytes: bigint | undefined

  constructor(code: ErrorCode, detail?: string, options: { retryAfter?: number; missingBytes?: bigint; cause?: unknown } = {}) {
    super(detail ? `${code}: ${detail}` : code, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.detail = detail
    this.retryAfter = options.retryAfter
    this.missingBytes = options.missingBytes
  }

  get next(): Next {
    return ERROR_CODES[this.code].next
  }

  get status(): number {
    return ERROR_CODES[this.code].status
  }
}

/** Any thrown value as an AppError; what is not ours becomes `unexpected`, with the original as cause. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('unexpected', thrown instanceof Error ? thrown.name : typeof thrown, { cause: thrown })
}

/** True when `text` is one of our codes: for codes that come back from the database or a URL. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_CODES, text)
}
