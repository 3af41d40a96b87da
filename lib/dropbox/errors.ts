import { AppError, toAppError, type ErrorCode } from '@/lib/errors'
import { readFailure, type Failure } from './failure'

const BY_TAG: Record<string, ErrorCode> = {
  too_many_write_operations: 'dropbox_rate_limited',
  too_many_requests: 'dropbox_rate_limited',
  in_progress: 'dropbox_rate_limited',
  internal_error: 'dropbox_unreachable',
  insufficient_space: 'dropbox_full',
  insufficient_quota: 'dropbox_full',
  malformed_path: 'dropbox_name_refused',
  disallowed_name: 'dropbox_name_refused',
  conflict: 'dropbox_path_conflict',
  not_file: 'dropbox_path_conflict',
  not_folder: 'dropbox_path_conflict',
  content_hash_mismatch: 'dropbox_hash_mismatch',
  not_found: 'dropbox_not_found',
  reset: 'dropbox_cursor_reset',
  no_write_permission: 'dropbox_blocked',
  access_restricted: 'dropbox_blocked',
  user_suspended: 'dropbox_blocked',
  route_access_denied: 'dropbox_blocked',
  invalid_access_token: 'dropbox_reconnect',
  expired_access_token: 'dropbox_reconnect',
  missing_scope: 'dropbox_reconnect',
}

/** The code of an error union, innermost known tag first. A lost upload session is never mistaken for a missing path. */
export function codeOfTags(tags: string[]): ErrorCode | undefined {
  const known = tags.findLast((tag) => Object.hasOwn(BY_TAG, tag))
  const code = known === undefined ? undefined : BY_TAG[known]
  return tags[0] === 'lookup_failed' && code === 'dropbox_not_found' ? 'dropbox_refused' : code
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 429) return 'dropbox_rate_limited'
  if (status === 401) return 'dropbox_reconnect'
  if (status === 403 || status === 422) return 'dropbox_blocked'
  return status >= 500 || status === 408 ? 'dropbox_unreachable' : 'dropbox_refused'
}

const detailOf = (failure: Failure) =>
  [`${failure.status}`, failure.tags.join('/'), failure.userMessage, failure.requestId && `request ${failure.requestId}`].filter(Boolean).join(' · ')

/** Sorts whatever a call to Dropbox threw by what happens next: status and structured tags decide, never a message. */
export function classifyDropboxError(thrown: unknown): AppError {
  const failure = readFailure(thrown)
  if (!failure) return toAppError(thrown)
  const code = failure.status >= 500 ? 'dropbox_unreachable' : (codeOfTags(failure.tags) ?? codeOfStatus(failure.status))
  return new AppError(code, detailOf(failure), { retryAfter: failure.retryAfter, cause: thrown })
}

/** An error that came inside a successful reply, such as one failed entry of a batch. */
export function entryError(tags: string[]): AppError {
  return new AppError(codeOfTags(tags) ?? 'dropbox_refused', tags.join('/'))
}
