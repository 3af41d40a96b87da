import { ROUTES } from '../routes'
import { checkNamed, checkType } from './check-shape'
import { methodName, methods } from './sdk-types'

/** Routes whose replies were seen with 200 and with 409, for the test that wants all of them. */
export const seen = { results: new Set<string>(), errors: new Set<string>() }

// Tags that the real service sends although this SDK's types do not list them.
const UNLISTED = /"\.tag":"internal_error"/

function problemsOf(route: string, status: number, body: unknown): string[] {
  const method = methods.get(methodName(route))
  if (!method) return [`the SDK has no method for ${route}`]
  if (status === 200) return checkType(method.result, '', body, route)
  const reply = body as { error_summary?: unknown; error?: unknown }
  const summary = typeof reply.error_summary === 'string' ? [] : [`${route}: no error_summary`]
  if (status === 409) return [...summary, ...(method.error ? checkNamed(method.error, reply.error, route) : [`${route}: an error where none is declared`])]
  const shared = { 401: 'auth.AuthError', 403: 'auth.AccessError', 422: 'common.PathRootError', 429: 'auth.RateLimitError' }[status]
  return shared === undefined ? [] : [...summary, ...checkNamed(shared, reply.error, route)]
}

/** Throws when a reply of the API is not what the SDK's types promise. Plain-text replies are only checked for their type. */
export async function checkReply(pathname: string, reply: Response): Promise<void> {
  const route = pathname.replace(/^\/2\//, '')
  const known = ROUTES.get(route)
  if (!known || pathname === route) return
  const type = reply.headers.get('content-type')
  if (!reply.headers.get('x-dropbox-request-id')) throw new Error(`${route}: no request id`)
  if (known.style === 'download' && reply.ok) {
    const problems = problemsOf(route, 200, JSON.parse(reply.headers.get('dropbox-api-result') ?? 'null'))
    if (problems.length > 0) throw new Error(problems.join('\n'))
    return
  }
  if (type !== 'application/json') return
  const text = await reply.text().catch(() => '')
  if (text === '' || UNLISTED.test(text)) return
  const problems = problemsOf(route, reply.status, JSON.parse(text))
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\n${text.slice(0, 2000)}`)
  ;(reply.ok ? seen.results : seen.errors).add(route)
}
