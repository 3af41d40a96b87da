import type { World } from '../world'
import type { Account } from '../state/types'

/** Bytes used by one account's own folder, and by its whole team where there is one. */
export function usedBy(world: World, account: Account): { own: number; team: number } {
  const own = world.state.namespaces.get(account.home)?.used ?? 0
  if (account.team === null) return { own, team: own }
  const root = world.state.teams.get(account.team)?.root
  let team = root ? (world.state.namespaces.get(root)?.used ?? 0) : 0
  for (const member of world.state.accounts.values()) {
    if (member.team === account.team) team += world.state.namespaces.get(member.home)?.used ?? 0
  }
  return { own, team }
}

/** Whether that many more bytes fit into the account's space. */
export function hasRoom(world: World, account: Account, bytes: number): boolean {
  if (bytes <= 0) return true
  const used = usedBy(world, account)
  if (account.team === null) return used.own + bytes <= account.quota
  const team = world.state.teams.get(account.team)
  if (account.memberQuota > 0 && used.own + bytes > account.memberQuota) return false
  return used.team + bytes <= (team?.quota ?? account.quota)
}
