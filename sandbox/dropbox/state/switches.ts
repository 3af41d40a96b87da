/**
 * Behaviours of the real service that are not documented, or that clients must survive; each may be set through
 * `PUT /_sandbox/switches`. The values here are the defaults.
 */
export const DEFAULT_SWITCHES = {
  /** After a folder deletion, cursors also report every descendant. */
  folder_delete_lists_descendants: false,
  /** Names with characters outside the BMP are refused with `malformed_path`, as until about November 2025. */
  emoji_refused: false,
  /** First name that autorename tries: `name (1).ext` or `name (2).ext`. */
  numbered_names: 1,
  /** Whether a file written again at a deleted file's path gets a `new` id or the `same`. */
  recreated_id: 'new' as 'new' | 'same',
  /** A folder that becomes shared, or ordinary again, and all in it have their ids `kept` or get `new` ones. */
  shared_ids: 'kept' as 'kept' | 'new',
  /** A moved file gets a new rev although its content did not change. */
  move_changes_rev: false,
  /** Request heads larger than this many bytes are refused. */
  header_cap: 1_048_576,
  /** What a too large head gets: 400 or 431. */
  header_cap_status: 431,
  /** Entries of a listing page when the caller names no limit. */
  list_default_limit: 500,
  /** Pages hold a varying number of entries, from none to the limit. */
  random_page_sizes: false,
  /** Every other page of a listing is empty with `has_more: true`. */
  empty_pages: false,
  /** The next cursor that has given this many pages answers `reset`, once; 0 is off. */
  reset_after_pages: 0,
  /** Listings do not show the latest n changes yet. */
  stale_changes: 0,
  /** First listings leave out every other entry without a word. */
  half_listing: false,
  /** Listings of a root are empty, whatever is in it. */
  empty_root: false,
  /** A recursive listing of a folder other than the root contains that folder itself. */
  recursive_lists_self: true,
  /** All but the last component of `path_display` come in lower case. */
  display_parents_lowered: false,
  /** A committed upload session can be committed again (`kept`) or is `gone`. */
  finished_session: 'kept' as 'kept' | 'gone',
  /** Two commits to one namespace at a time: the second will `wait` or is refused with too_many_write_operations. */
  write_lock: 'wait' as 'wait' | 'refuse',
  /** Entries of one finish_batch are committed in their order or in a `shuffled` one. */
  commit_order: 'given' as 'given' | 'shuffled',
  /** How many times an asynchronous job says `in_progress` before it is complete. */
  job_polls: 1,
  /** Days without use after which a cursor answers `reset`. */
  cursor_idle_days: 365,
  /** Minutes an authorization code lives. */
  code_minutes: 10,
  /** Seconds an access token lives. */
  token_seconds: 14_400,
  /** Milliseconds between a change and its webhook notification. */
  webhook_delay_ms: 0,
  /** Upper bound in milliseconds of a longpoll, for tests; 0 leaves the caller's timeout. */
  longpoll_cap_ms: 0,
  /** Calls of one app for one account within a minute, above which they get 429; 0 is no limit. Refused ones count. */
  calls_per_minute: 0,
  /** Upload calls left to a business team this month; -1 is no cap. */
  transport_calls_left: -1,
}

export type Switches = typeof DEFAULT_SWITCHES
