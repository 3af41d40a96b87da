/** A reply other than 200: thrown anywhere below a route, sent as it is by the server. */
export class WireError extends Error {
  constructor(
    readonly status: number,
    readonly contentType: 'application/json' | 'text/plain; charset=utf-8' | 'text/html; charset=utf-8',
    readonly body: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(`HTTP ${status}`)
  }
}

/** A union value as it looks in JSON. */
export type Tagged = { '.tag': string; [field: string]: unknown }

/** Tags of a union joined from the outside in, as the service's `error_summary` begins. */
function summaryOf(error: unknown): string {
  const tags: string[] = []
  for (let at = error; typeof at === 'object' && at !== null && '.tag' in at; ) {
    const union = at as Tagged
    tags.push(union['.tag'])
    at = union[union['.tag']] ?? union.reason
  }
  return tags.join('/')
}

/** The JSON body of an error reply; the run of dots at the end is random, so that nobody parses it. */
export function errorBody(error: unknown, userMessage?: string): string {
  const dots = '.'.repeat(Math.floor(Math.random() * 4))
  const message = userMessage === undefined ? {} : { user_message: { locale: 'en', text: userMessage } }
  return JSON.stringify({ error_summary: `${summaryOf(error)}/${dots}`, error, ...message })
}

/** 409: the route's own error union. */
export function endpointError(error: Tagged, userMessage?: string): WireError {
  return new WireError(409, 'application/json', errorBody(error, userMessage))
}

/** 401: the token is no good for this call. */
export function authError(tag: string, extra: Record<string, unknown> = {}): WireError {
  return new WireError(401, 'application/json', errorBody({ '.tag': tag, ...extra }))
}

/** 400: bad input, in plain text that names the route. */
export function badInput(route: string, text: string): WireError {
  return new WireError(400, 'text/plain; charset=utf-8', `Error in call to API function "${route}": ${text}`)
}
