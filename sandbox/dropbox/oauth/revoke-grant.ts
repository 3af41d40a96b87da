import type { World } from '../world'

/** Ends a link between an account and an app: its refresh token and all its access tokens stop working. */
export function revokeGrant(world: World, grantId: string): void {
  world.store.commit({ t: 'grant-gone', id: grantId })
}
