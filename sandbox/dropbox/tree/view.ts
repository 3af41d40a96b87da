import type { FolderNode, Namespace } from '../state/types'
import { lowerPath } from './lower-path'

/** A namespace, or a folder of it, as part of what a caller sees; `prefix` is the display path it is mounted at. */
export interface Scope {
  ns: Namespace
  base: FolderNode
  prefix: string
  prefixLower: string
}

/** All a caller sees. The first scope is the root; others are mounted in it. `reachable` can be named as `ns:…` only. */
export interface View {
  scopes: Scope[]
  reachable: Scope[]
}

/** A whole namespace as a scope, at the root or mounted under a display path. */
export function scopeOf(ns: Namespace, prefix = '', base = ns.root): Scope {
  return { ns, base, prefix, prefixLower: lowerPath(prefix) }
}

/** The root scope of a view. */
export function rootOf(view: View): Scope {
  const root = view.scopes[0]
  if (!root) throw new Error('a view without scopes')
  return root
}
