/** Choices where Qonto's documents are silent or disagree. Callers must survive every value; the README lists them. */
export interface Switches {
  /** When set, requests without this `X-Qonto-Staging-Token` get the login page, as in Qonto's own sandbox. */
  staging_token: string | null
  rate_limits: boolean
  /** Whether 429 replies of the rate limiter carry `Retry-After`. */
  retry_after: boolean
  default_sort: string
  /** Whether `_from` and `_to` include the moment itself. */
  bounds_inclusive: boolean
  with_attachments_false: 'ignored' | 'without'
  attaching_bumps_updated_at: boolean
  removing_bumps_updated_at: boolean
  /** How long an uploaded file stays invisible. */
  upload_delay_ms: number
  probative_delay_ms: number
  require_idempotency_key: boolean
  upload_reply: 'object' | 'empty'
  max_upload_bytes: number
  missing_account_status: 400 | 404 | 422
  accountant_role: 'accountant' | 'reporting'
  last_page_next_page: 'null' | 'zero' | 'omitted'
  bank_accounts_meta: boolean
  attachments_meta: boolean
  attachment_scope: 'either' | 'attachment.read' | 'organization.read'
  invalid_grant_status: 400 | 401
  refresh_reuse_ends_grant: boolean
  /** What revoking a token answers that is not known or has ended. */
  revoke_unknown_status: 200 | 400
  /** Whether revoking ends every consent that the member has given to the app, also a newer one. */
  revoke_ends_all_of_member: boolean
  require_pkce: boolean
  storage_refuses_authorization: boolean
  webhook_backoff_ms: number[]
  webhook_timeout_ms: number
  webhook_delete_status: 200 | 204
  webhook_one_type_each: boolean
}

/** The values of a fresh server. */
export function defaultSwitches(): Switches {
  return {
    staging_token: null,
    rate_limits: true,
    retry_after: false,
    default_sort: 'settled_at:desc',
    bounds_inclusive: true,
    with_attachments_false: 'ignored',
    attaching_bumps_updated_at: true,
    removing_bumps_updated_at: true,
    upload_delay_ms: 0,
    probative_delay_ms: 60_000,
    require_idempotency_key: true,
    upload_reply: 'object',
    max_upload_bytes: 15_000_000,
    missing_account_status: 422,
    accountant_role: 'accountant',
    last_page_next_page: 'null',
    bank_accounts_meta: true,
    attachments_meta: false,
    attachment_scope: 'either',
    invalid_grant_status: 400,
    refresh_reuse_ends_grant: false,
    revoke_unknown_status: 200,
    revoke_ends_all_of_member: false,
    require_pkce: false,
    storage_refuses_authorization: true,
    webhook_backoff_ms: [1_000, 5_000, 30_000, 300_000, 1_800_000, 7_200_000, 21_600_000, 86_400_000],
    webhook_timeout_ms: 1_000,
    webhook_delete_status: 204,
    webhook_one_type_each: false,
  }
}
