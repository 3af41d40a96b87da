/** Faults that answer instead of the route, before it has any effect. */
const BEFORE = [
  'too_many_requests', 'too_many_requests_text', 'too_many_write_operations', 'too_many_write_operations_409', 'too_many_write_operations_nested',
  'server_error', 'drop_before', 'expired_token', 'revoked_token', 'user_suspended', 'missing_scope', 'transport_cap',
  'insufficient_space', 'not_found', 'cursor_reset', 'invalid_grant',
] as const

/** Faults that spoil the reply after the route had its effect. */
const AFTER = ['drop_after', 'server_error_after', 'truncated_reply', 'slow_reply'] as const

/** Faults of single entries inside a batch that itself answers 200. */
const ENTRY = ['entry_too_many_write_operations', 'entry_insufficient_space', 'entry_internal_error'] as const

/** Listings that do not tell the truth. */
const LISTING = ['stale_listing', 'half_listing', 'empty_listing'] as const

export type FaultKind = (typeof BEFORE)[number] | (typeof AFTER)[number] | (typeof ENTRY)[number] | (typeof LISTING)[number]

export const BEFORE_KINDS: ReadonlySet<FaultKind> = new Set(BEFORE)
export const AFTER_KINDS: ReadonlySet<FaultKind> = new Set(AFTER)
export const ENTRY_KINDS: ReadonlySet<FaultKind> = new Set(ENTRY)
export const LISTING_KINDS: ReadonlySet<FaultKind> = new Set(LISTING)
export const ALL_KINDS: readonly FaultKind[] = [...BEFORE, ...AFTER, ...ENTRY, ...LISTING]
