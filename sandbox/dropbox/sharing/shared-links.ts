import { sendBlob } from '../content/send-blob'
import { failingAs, lookupFailure, tagged } from '../files/failures'
import { nodeAt, placeOf } from '../files/target'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { readPath } from '../http/path-schemas'
import { anything, bool, optional, struct, text, timestamp, union, type Infer } from '../http/schema'
import { headerJson, Sent } from '../http/sent'
import { endpointError, type WireError } from '../http/wire-error'
import { newId } from '../state/new-id'
import type { Blob, FileNode, SharedLink } from '../state/types'
import { isWithin } from '../tree/path-of'
import { wireTime } from '../tree/wire-time'
import { linkMetadata } from './link-metadata'

const settings = struct({
  require_password: optional(bool, false), link_password: optional(text(), null), expires: optional(timestamp, null),
  audience: optional(union({ public: null, team: null, no_one: null, password: null, members: null }), null),
  access: optional(union({ viewer: null, editor: null, max: null, default: null }), null),
  requested_visibility: optional(union({ public: null, team_only: null, password: null }), null), allow_download: optional(bool, true),
})
export const createLinkArg = struct({ path: readPath, settings: optional(settings, null) })
export const listLinksArg = struct({ path: optional(text(/((\/|id:).*)|(rev:[0-9a-f]{9,})|(ns:[0-9]+(\/.*)?)|/s), null), cursor: optional(text(), null), direct_only: optional(bool, false) })
export const linkArg = struct({ url: text(), path: optional(text(), null), link_password: optional(anything, null) })
export const revokeLinkArg = struct({ url: text() })

function refuseSettings(call: Call, arg: Infer<typeof createLinkArg>): void {
  const { account } = callerOf(call)
  if (!account.emailVerified) throw endpointError(tagged('email_not_verified'))
  const paid = account.kind !== 'personal'
  const wantsPaid = arg.settings !== null && (arg.settings.expires !== null || arg.settings.require_password || arg.settings.link_password !== null)
  if (wantsPaid && !paid) throw endpointError(tagged('settings_error', tagged('not_authorized')))
  const past = arg.settings?.expires && Date.parse(arg.settings.expires) <= call.world.clock.now()
  if (past || (arg.settings?.require_password && arg.settings.link_password === null)) throw endpointError(tagged('settings_error', tagged('invalid_settings')))
}

/** `sharing/create_shared_link_with_settings`. Expiry and passwords are refused for personal accounts, as on a free plan. */
export function createSharedLink(call: Call, arg: Infer<typeof createLinkArg>): Promise<unknown> {
  return failingAs('path', 'path', () => {
    const { place, node } = nodeAt(call, arg.path)
    if (node === place.scope.base) throw endpointError(tagged('access_denied'))
    refuseSettings(call, arg)
    const ns = place.scope.ns.id
    const known = [...call.world.state.links.values()].find((link) => link.ns === ns && link.node === node.id)
    if (known) throw endpointError(tagged('shared_link_already_exists', tagged('metadata', linkMetadata(call, known))))
    const key = newId(20).toLowerCase()
    const url = `${call.origin}/scl/${node.kind === 'file' ? 'fi' : 'fo'}/${key}/${encodeURIComponent(node.name)}?rlkey=${newId(24).toLowerCase()}&dl=0`
    const link: SharedLink = { url, key, account: callerOf(call).account.id, ns, node: node.id, expires: arg.settings?.expires ?? null, createdAt: wireTime(call.world.clock.now()) }
    call.world.store.commit({ t: 'link', link })
    return linkMetadata(call, link)
  })
}

/** `sharing/list_shared_links`: all of the caller's, or those of a path and (unless `direct_only`) the folders above it. */
export function listSharedLinks(call: Call, arg: Infer<typeof listLinksArg>): Promise<unknown> {
  return failingAs('path', 'path', () => {
    const place = arg.path ? placeOf(call, arg.path) : null
    if (place && !place.node) throw lookupFailure('not_found')
    const links = [...call.world.state.links.values()].filter((link) => {
      if (link.account !== callerOf(call).account.id) return false
      if (!place?.node) return true
      const shared = place.scope.ns.nodes.get(link.node)
      return shared === place.node || (!arg.direct_only && shared?.kind === 'folder' && isWithin(place.node, shared))
    })
    return { links: links.map((link) => linkMetadata(call, link)).filter((link) => link !== null), has_more: false }
  })
}

function linkAt(call: Call, url: string): SharedLink {
  const key = /\/scl\/f[io]\/([^/?]+)/.exec(url)?.[1]
  const link = [...call.world.state.links.values()].find((candidate) => candidate.key === key)
  if (!link || (link.expires !== null && Date.parse(link.expires) < call.world.clock.now())) throw notFound()
  return link
}

const notFound = (): WireError => endpointError(tagged('shared_link_not_found'))

/** `sharing/get_shared_link_metadata`. */
export function getSharedLinkMetadata(call: Call, arg: Infer<typeof linkArg>): unknown {
  const metadata = linkMetadata(call, linkAt(call, arg.url))
  if (!metadata) throw notFound()
  return metadata
}

/** `sharing/get_shared_link_file`: the bytes behind a link to a file. */
export async function getSharedLinkFile(call: Call, arg: Infer<typeof linkArg>): Promise<Sent> {
  const link = linkAt(call, arg.url)
  const node = call.world.state.namespaces.get(link.ns)?.nodes.get(link.node)
  if (!node) throw notFound()
  if (node.kind === 'folder') throw endpointError(tagged('shared_link_is_directory'))
  const { version } = node as FileNode
  const headers = { 'content-type': 'application/octet-stream', 'dropbox-api-result': headerJson(linkMetadata(call, link)) }
  const blob = call.world.state.blobs.get(version.hash) as Blob
  return new Sent(await sendBlob(call.world, call.req, call.res, { blob, rev: version.rev, headers }))
}

/** `sharing/revoke_shared_link`. */
export function revokeSharedLink(call: Call, arg: Infer<typeof revokeLinkArg>): null {
  const link = linkAt(call, arg.url)
  if (link.account !== callerOf(call).account.id) throw endpointError(tagged('shared_link_access_denied'))
  call.world.store.commit({ t: 'unlink', url: link.url })
  return null
}
