import { endpointError, authError, errorBody, WireError, type Tagged } from '../http/wire-error'
import { tagged } from '../files/failures'
import type { Fault } from './faults'

const HTML = '<!DOCTYPE html><html><head><title>Dropbox - 503</title></head><body><h1>Service Unavailable</h1><p>Something went wrong.</p></body></html>'

/** 429 with the seconds after which to call again. */
export function rateLimited(seconds: number, reason = 'too_many_requests'): WireError {
  const error = { reason: { '.tag': reason }, retry_after: seconds }
  const body = JSON.stringify({ error_summary: `${reason}/..`, error })
  return new WireError(429, 'application/json', body, { 'retry-after': String(seconds) })
}

/** A WriteError inside the route's own error union. */
function nestedWriteError(route: string, tag: string): Tagged {
  const error = tagged(tag)
  if (route === 'files/upload') return { '.tag': 'path', reason: error, upload_session_id: 'pid_upload_session:lost' }
  if (/^files\/(delete|restore)/.test(route)) return tagged('path_write', error)
  if (/^files\/(move|copy)/.test(route)) return tagged('to', error)
  return tagged('path', error)
}

function notFound(route: string): Tagged {
  const error = tagged('not_found')
  if (/^files\/(delete|restore)/.test(route)) return tagged('path_lookup', error)
  if (/^files\/(move|copy)/.test(route)) return tagged('from_lookup', error)
  return tagged(/upload_session\/append/.test(route) ? 'not_found' : 'path', /upload_session\/append/.test(route) ? undefined : error)
}

/** The reply of a fault that answers in the route's place. */
export function faultError(fault: Fault, route: string): WireError {
  switch (fault.kind) {
    case 'too_many_requests': return rateLimited(fault.retry_after ?? 15)
    case 'too_many_write_operations': return rateLimited(fault.retry_after ?? 1, 'too_many_write_operations')
    case 'too_many_requests_text':
      return new WireError(429, 'text/plain; charset=utf-8', 'too_many_requests', { 'retry-after': String(fault.retry_after ?? 15) })
    case 'too_many_write_operations_409': return endpointError(tagged('too_many_write_operations'))
    case 'too_many_write_operations_nested': return endpointError(nestedWriteError(route, 'too_many_write_operations'))
    case 'insufficient_space': return endpointError(nestedWriteError(route, 'insufficient_space'))
    case 'not_found': return endpointError(notFound(route))
    case 'cursor_reset': return endpointError(tagged('reset'))
    case 'expired_token': return authError('expired_access_token')
    case 'revoked_token': return authError('invalid_access_token')
    case 'user_suspended': return authError('user_suspended')
    case 'missing_scope': return authError('missing_scope', { required_scope: 'files.content.write' })
    case 'invalid_grant':
      return new WireError(400, 'application/json', JSON.stringify({ error: 'invalid_grant', error_description: 'refresh token is invalid or revoked' }))
    case 'transport_cap': return transportCap()
    default: return new WireError(fault.status ?? 503, 'text/html; charset=utf-8', HTML)
  }
}

/** 403 of a team that used up its upload calls of the month. */
export function transportCap(): WireError {
  const error = tagged('invalid_account_type', tagged('feature'))
  return new WireError(403, 'application/json', errorBody(error, 'Your team has reached its limit of data transport calls for this month.'))
}
