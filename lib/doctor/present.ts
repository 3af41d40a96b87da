/** What is looked at, in the order it is told. */
export const CHECKS = ['database', 'storage', 'keys', 'address', 'scheduler', 'clock', 'app', 'redirect', 'scopes', 'qonto', 'mail'] as const

export type CheckName = (typeof CHECKS)[number]

/**
 * `ok` · `note` nothing to do, but worth knowing · `warn` works, or cannot be told from here · `bad` must be fixed.
 */
export type Verdict = 'ok' | 'note' | 'warn' | 'bad'

/** Every outcome and how bad it is. The sentence, with what to do, stands in the `setup` messages under `doctor.findings`. */
export const FINDINGS = {
  database_ok: 'ok', database_down: 'bad',
  storage_ok: 'ok', storage_unwritable: 'bad', storage_open: 'bad', storage_low: 'warn',
  keys_ok: 'ok', keys_absent: 'bad', keys_malformed: 'bad', keys_old: 'warn',
  address_ok: 'ok', address_insecure: 'bad', address_elsewhere: 'warn', address_silent: 'warn', address_stranger: 'bad',
  scheduler_ok: 'ok', scheduler_stopped: 'warn', scheduler_failing: 'bad', scheduler_late: 'bad', scheduler_inngest: 'note',
  clock_ok: 'ok', clock_off: 'bad', clock_unknown: 'warn',
  app_ok: 'ok', app_missing: 'bad', app_refused: 'bad', app_unreachable: 'warn',
  redirect_ok: 'ok', redirect_refused: 'bad', redirect_unknown: 'note', redirect_later: 'note',
  scopes_ok: 'ok', scopes_refused: 'bad', scopes_granted: 'ok', scopes_lacking: 'bad', scopes_unknown: 'note',
  qonto_ok: 'ok', qonto_later: 'warn', qonto_trouble: 'bad', qonto_passing: 'warn',
  mail_ok: 'ok', mail_outbox: 'note', mail_refused: 'bad', mail_down: 'bad',
  unexpected: 'bad',
} as const satisfies Record<string, Verdict>

export type FindingCode = keyof typeof FINDINGS

/** One outcome; `values` fill its sentence and hold no secret. `cause` is a code of lib/errors.ts whose words belong to it. */
export type Finding = { check: CheckName; code: FindingCode; values: Record<string, string | number> }

/** A finding in the reader's language: what is so, and in the same breath what to do. */
export type FindingView = { check: CheckName; verdict: Verdict; name: string; text: string }
