import type { Call } from '../http/call'
import type { SharedLink } from '../state/types'
import { pathOf } from '../tree/path-of'

/** The wire form of a shared link, or null when what it pointed to is gone. */
export function linkMetadata(call: Call, link: SharedLink): Record<string, unknown> | null {
  const node = call.world.state.namespaces.get(link.ns)?.nodes.get(link.node)
  if (!node) return null
  const is = (tag: string): object => ({ '.tag': tag })
  const permissions = {
    resolved_visibility: is('public'), requested_visibility: is('public'), can_revoke: true, effective_audience: is('public'), link_access_level: is('viewer'),
    visibility_policies: [{ policy: is('public'), resolved_policy: is('public'), allowed: true }],
    can_set_expiry: true, can_remove_expiry: true, allow_download: true, can_allow_download: true, can_disallow_download: true,
    allow_comments: true, team_restricts_comments: false, can_set_password: true, can_remove_password: true, require_password: false, can_use_extended_sharing_controls: false,
  }
  const expires = link.expires === null ? {} : { expires: link.expires }
  const base = { url: link.url, id: node.id, name: node.name, ...expires, path_lower: pathOf(node).lower, link_permissions: permissions }
  if (node.kind === 'folder') return { '.tag': 'folder', ...base }
  const { clientModified, serverModified, rev, size } = node.version
  return { '.tag': 'file', ...base, client_modified: clientModified, server_modified: serverModified, rev, size }
}
