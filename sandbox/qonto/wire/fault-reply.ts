import { expiredUrlReply } from '../files/storage-error'
import type { Reply } from './exchange'
import type { FaultRule } from './faults'
import { apiError, gatewayError, type WireError } from './wire-error'

/** The reply that a fault gives in place of the real one, or null for faults that damage the real reply instead. */
export function replyOfFault(rule: FaultRule): Reply | null {
  if (rule.kind === 'server_error') return page(rule.status ?? 503, 'Service unavailable', retryAfter(rule))
  if (rule.kind === 'html') return page(200, 'Sign in', {})
  if (rule.kind === 'expired_url') return expiredUrlReply()
  if (rule.kind === 'invalid_json') return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, text: '{"transactions":[{' }
  const error = errorOf(rule)
  if (error) throw error
  return null
}

function errorOf(rule: FaultRule): WireError | null {
  switch (rule.kind) {
    case 'unauthorized':
      return apiError(401, 'unauthorized', 'invalid or missing credentials')
    case 'forbidden':
      return apiError(403, 'forbidden', 'missing required OAuth scope')
    case 'forbidden_gateway':
      return gatewayError(403, 'Forbidden')
    case 'not_found':
      return apiError(404, 'not_found', 'resource not found')
    case 'unprocessable':
      return apiError(422, 'invalid', 'the request cannot be processed')
    case 'rate_limited':
      return gatewayError(429, 'API rate limit exceeded', retryAfter(rule))
    default:
      return null
  }
}

function page(status: number, title: string, headers: Record<string, string>): Reply {
  return { status, headers, html: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>` }
}

function retryAfter(rule: FaultRule): Record<string, string> {
  return rule.retry_after === undefined ? {} : { 'retry-after': String(rule.retry_after) }
}
