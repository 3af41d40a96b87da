import { newId } from '../state/new-id'
import type { Account, App, Grant, Namespace } from '../state/types'
import { lowerPath } from '../tree/lower-path'
import type { World } from '../world'

/** The app's own folder `/Apps/<name>`, created when it is not there. */
function appFolder(world: World, account: Account, app: App): string {
  const ns = world.state.namespaces.get(account.home) as Namespace
  let parent = ns.root
  for (const name of ['Apps', app.name]) {
    const known = parent.children.get(lowerPath(name))
    if (known?.kind === 'folder') {
      parent = known
      continue
    }
    const id = `id:${newId(22)}`
    world.store.commit({ t: 'folder', ns: ns.id, id, parent: parent.id, name, at: world.clock.now() })
    parent = ns.nodes.get(id) as typeof parent
  }
  return parent.id
}

/** Links an account with an app: the start of a family of tokens that ends as a whole. */
export function createLink(world: World, account: Account, app: App, scopes: string[], offline: boolean, pkce: boolean): Grant {
  const grant: Grant = {
    id: newId(20), account: account.id, appKey: app.key, scopes, refreshToken: offline ? newId(64) : null, pkce,
    appFolder: app.access === 'app_folder' ? appFolder(world, account, app) : null,
  }
  world.store.commit({ t: 'grant', grant })
  return grant
}

/** A new access token of a link; `seconds` defaults to the server's token life. */
export function issueToken(world: World, grant: Grant, scopes = grant.scopes, seconds = world.switches.token_seconds): { token: string; seconds: number } {
  const token = `sl.u.${newId(180)}`
  world.store.commit({ t: 'token', token: { token, grant: grant.id, scopes, expiresAt: world.clock.now() + seconds * 1000 } })
  return { token, seconds }
}
