import type { Account } from '../state/types'
import type { World } from '../world'
import { ControlError } from './control-error'

/** The account with this id or e-mail (case-insensitively); throws ControlError 404. */
export function findAccount(world: World, given: unknown): Account {
  const text = String(given ?? '')
  const byId = world.state.accounts.get(text)
  if (byId) return byId
  for (const account of world.state.accounts.values()) if (account.email.toLowerCase() === text.toLowerCase()) return account
  throw new ControlError(404, `no account ${text}`)
}
