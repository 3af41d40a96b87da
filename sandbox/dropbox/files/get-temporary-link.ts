import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { sealToken } from '../http/cursor-token'
import { readPath } from '../http/path-schemas'
import { struct, type Infer } from '../http/schema'
import { endpointError } from '../http/wire-error'
import { failingAs, tagged } from './failures'
import { versionAt } from './download'

export const temporaryLinkArg = struct({ path: readPath })

const LIFE_MS = 4 * 3_600_000

/** `files/get_temporary_link`: a link to these bytes that works without a token for four hours. */
export async function getTemporaryLink(call: Call, arg: Infer<typeof temporaryLinkArg>): Promise<unknown> {
  if (!callerOf(call).account.emailVerified) throw endpointError(tagged('email_not_verified'))
  const { version, metadata } = await failingAs('path', 'path', () => versionAt(call, arg.path))
  const { state, clock } = call.world
  const token = sealToken(state.secret, { link: version.hash, rev: version.rev, until: clock.now() + LIFE_MS })
  const name = encodeURIComponent((metadata as { name: string }).name)
  return { metadata, link: `${call.origin}/cd/0/get/${token}/file/${name}` }
}
