import type { Exchange, Reply } from '../wire/exchange'

/**
 * The gate before Qonto's own sandbox: without the right `X-Qonto-Staging-Token` every call gets a sign-in page with
 * status 200 in place of its answer. Null when the switch is off or the token is right.
 */
export function signInGate({ bank, request }: Exchange): Reply | null {
  const wanted = bank.switches.staging_token
  if (wanted === null || request.headers['x-qonto-staging-token'] === wanted) return null
  return { status: 200, html: '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to the sandbox</h1></body></html>' }
}
