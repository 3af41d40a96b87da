import { sendBlob } from '../content/send-blob'
import { AFTER_KINDS } from '../faults/fault-kinds'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { readPath, rev } from '../http/path-schemas'
import { optional, struct, type Infer } from '../http/schema'
import { headerJson, Sent } from '../http/sent'
import type { Blob, Version } from '../state/types'
import { fileMetadata, versionMetadata } from '../tree/metadata'
import { failingAs, lookupFailure } from './failures'
import { placeOf } from './target'

export const downloadArg = struct({ path: readPath, rev: optional(rev, null) })

/** The file version a read path means, with its metadata. Throws LookupFailure. */
export function versionAt(call: Call, path: string): { version: Version; metadata: object } {
  const { scope, node, version } = placeOf(call, path)
  if (version && (node?.kind !== 'file' || node.version !== version)) {
    return { version, metadata: versionMetadata(scope, version, version.lastPath ?? '', call.world.presentation) }
  }
  if (!node) throw lookupFailure('not_found')
  if (node.kind === 'folder') throw lookupFailure('not_file')
  return { version: node.version, metadata: fileMetadata(scope, node, call.world.presentation) }
}

/** `files/download`: bytes in the body, metadata in the header `Dropbox-API-Result`. */
export async function download(call: Call, arg: Infer<typeof downloadArg>): Promise<Sent> {
  const { version, metadata } = await failingAs('path', 'path', () => versionAt(call, arg.rev === null ? arg.path : `rev:${arg.rev}`))
  const blob = call.world.state.blobs.get(version.hash) as Blob
  const headers = { 'content-type': 'application/octet-stream', 'dropbox-api-result': headerJson(metadata), 'cache-control': 'no-cache' }
  const { account } = callerOf(call)
  const fault = call.world.faults.take(AFTER_KINDS, call.route.name, [account.id, account.email])
  return new Sent(await sendBlob(call.world, call.req, call.res, { blob, rev: version.rev, headers, fault }))
}
