import { z } from 'zod'
import { callDropbox, RPC_TIMEOUT_MS } from './call'
import type { DropboxSession } from './session'

/** Bytes. `allocated - used` is what still fits, as far as Dropbox knows: its figures lag. */
export type Space = { used: bigint; allocated: bigint }

const Team = z.object({
  '.tag': z.literal('team'),
  used: z.number(),
  allocated: z.number(),
  user_within_team_space_allocated: z.number().default(0),
  user_within_team_space_limit_type: z.object({ '.tag': z.string() }).optional(),
})
const Usage = z.object({
  used: z.number(),
  allocation: z.union([Team, z.object({ '.tag': z.literal('individual'), allocated: z.number() }), z.object({ '.tag': z.string() })]),
})

/**
 * Space of the account. For a team the narrower of the team's pool and the member's own limit (when that stops uploads) counts. Null when
 * Dropbox names no limit that we know.
 */
export async function getSpace(session: DropboxSession): Promise<Space | null> {
  const reply = await callDropbox(session, 'read', RPC_TIMEOUT_MS, (client, options) => client.usersGetSpaceUsage(options))
  const { used, allocation } = Usage.parse(reply)
  if (!('allocated' in allocation)) return null
  if (!('user_within_team_space_allocated' in allocation)) return { used: BigInt(used), allocated: BigInt(allocation.allocated) }
  const own = allocation.user_within_team_space_allocated
  const isOwnStrict = own > 0 && allocation.user_within_team_space_limit_type?.['.tag'] === 'stop_sync'
  if (isOwnStrict && own - used < allocation.allocated - allocation.used) return { used: BigInt(used), allocated: BigInt(own) }
  return { used: BigInt(allocation.used), allocated: BigInt(allocation.allocated) }
}
