import { errorBody, WireError } from '../http/wire-error'
import type { Account, FolderNode, Grant, Namespace } from '../state/types'
import { scopeOf, type View } from '../tree/view'
import { rootInfo } from '../users/account-metadata'
import type { World } from '../world'

function namespace(world: World, id: string): Namespace {
  return world.state.namespaces.get(id) as Namespace // accounts and teams only name namespaces that exist
}

/** What an account sees from its own folder, or from the team space with its folder mounted under its name. */
export function viewOf(world: World, account: Account, from: 'home' | 'root' = 'home'): View {
  const home = namespace(world, account.home)
  const rootId = account.team === null ? null : (world.state.teams.get(account.team)?.root ?? null)
  const team = rootId === null ? null : namespace(world, rootId)
  if (team && from === 'root') return { scopes: [scopeOf(team), scopeOf(home, `/${account.name}`)], reachable: [] }
  return { scopes: [scopeOf(home)], reachable: team ? [scopeOf(team)] : [] }
}

function rootError(tag: string, extra: Record<string, unknown> = {}): WireError {
  return new WireError(422, 'application/json', errorBody({ '.tag': tag, ...extra }))
}

/**
 * The view of a grant under the header `Dropbox-API-Path-Root` (null when absent). Throws the 422 errors: a wrong root comes
 * with the right one, a namespace that is not the caller's with `no_permission`.
 */
export function viewFor(world: World, account: Account, grant: Grant, pathRoot: unknown): View {
  const home = namespace(world, account.home)
  if (grant.appFolder !== null) {
    const base = home.nodes.get(grant.appFolder) as FolderNode | undefined
    if (base) return { scopes: [scopeOf(home, '', base)], reachable: [] }
  }
  const wanted = pathRoot as { '.tag'?: string; root?: string; namespace_id?: string } | null
  if (wanted === null || wanted['.tag'] === 'home') return viewOf(world, account)
  const info = rootInfo(world, account)
  if (wanted['.tag'] === 'root') {
    if (wanted.root !== info.root_namespace_id) throw rootError('invalid_root', { invalid_root: info })
    return viewOf(world, account, 'root')
  }
  if (wanted.namespace_id === info.root_namespace_id) return viewOf(world, account, 'root')
  if (wanted.namespace_id === account.home) return viewOf(world, account)
  throw rootError('no_permission')
}
