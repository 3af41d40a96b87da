import type { Call } from '../http/call'
import { optional, struct, text, type Infer } from '../http/schema'
import { revokeGrant } from '../oauth/revoke-grant'
import { callerOf } from '../http/call'

export const echoArg = struct({ query: optional(text(/.{0,500}/s), '') })

/** `check/user` and `check/app`: proves that the credentials work. */
export function echo(_call: Call, arg: Infer<typeof echoArg>): unknown {
  return { result: arg.query }
}

/** `auth/token/revoke`: ends this token, its refresh token and every sibling. */
export function revokeToken(call: Call): null {
  const { grant } = callerOf(call)
  if (grant) revokeGrant(call.world, grant.id)
  return null
}
