export interface ErrorItem {
  code: string
  detail: string
  source?: { parameter: string } | { pointer: string }
}

/** A refusal in one of Qonto's two shapes: `errors` from the API itself, or `message` from the gateway before it. */
export class WireError extends Error {
  constructor(
    readonly status: number,
    readonly body: { errors: ErrorItem[] } | { message: string },
    readonly headers: Record<string, string> = {},
  ) {
    super(`refused with ${status}`)
  }
}

/** A refusal by the API: `{"errors":[{code, detail, source?}]}`. */
export function apiError(status: number, code: string, detail: string, source?: ErrorItem['source']): WireError {
  return new WireError(status, { errors: [{ code, detail, ...(source ? { source } : {}) }] })
}

/** A refusal by the gateway: `{"message": …}`. */
export function gatewayError(status: number, message: string, headers: Record<string, string> = {}): WireError {
  return new WireError(status, { message }, headers)
}

/** The answer for what does not exist and for what the caller may not see. */
export function notFound(what: string): WireError {
  return apiError(404, 'not_found', `${what} not found`)
}

/** A query parameter that cannot be accepted. */
export function invalidParameter(parameter: string, code: string, detail: string): WireError {
  return apiError(422, code, detail, { parameter })
}
