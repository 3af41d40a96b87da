import type { Reply } from '../wire/exchange'

/** A refusal of the token endpoint in the shape of RFC 6749. */
export function oauthError(status: number, error: string, description: string): Reply {
  return { status, json: { error, error_description: description }, headers: { 'cache-control': 'no-store' } }
}
