import { ContentHasher } from '../content/content-hasher'
import { BodyTooLarge, receiveBody } from '../content/receive-body'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { sha256 } from '../http/path-schemas'
import { optional, struct, type Infer } from '../http/schema'
import { endpointError } from '../http/wire-error'
import { newId } from '../state/new-id'
import type { Extent } from '../state/types'
import { fileMetadata } from '../tree/metadata'
import { commitFile } from './commit-file'
import { commitFields } from './commit-info'
import { tagged, WriteFailure } from './failures'
import { rootOf } from '../tree/view'
import { withWriteLock } from './write-lock'

export const uploadArg = struct({ ...commitFields, content_hash: optional(sha256, null) })

/** Bytes a single upload-style request may carry. */
export const BODY_LIMIT = 150 * 1024 * 1024

function keepAsSession(call: Call, content: { hash: string; size: number; extents: Extent[] }): string {
  const id = `pid_upload_session:${newId(64)}`
  const { store, clock } = call.world
  store.commit({ t: 'session', ids: [id], kind: 'sequential', account: callerOf(call).account.id, at: clock.now() })
  const piece = { offset: 0, length: content.size, extents: content.extents }
  store.commit({ t: 'piece', session: id, piece, close: true, hash: content.hash })
  return id
}

/** `files/upload`. When the commit is refused, the bytes stay in a session that can be finished elsewhere. */
export async function upload(call: Call, arg: Infer<typeof uploadArg>): Promise<unknown> {
  const hasher = ContentHasher.fresh()
  const body = await receiveBody(call, BODY_LIMIT, (chunk) => hasher.update(chunk)).catch((error: unknown) => {
    throw error instanceof BodyTooLarge ? endpointError(tagged('payload_too_large')) : error
  })
  const hash = hasher.hex()
  if (arg.content_hash !== null && arg.content_hash !== hash) throw endpointError(tagged('content_hash_mismatch'))
  try {
    const { place, node } = await withWriteLock(call, rootOf(callerOf(call).view).ns, 1, () => {
      if (!call.world.state.blobs.has(hash)) call.world.store.commit({ t: 'blob', hash, ...body })
      return commitFile(call, arg, { hash, size: body.size })
    })
    return fileMetadata(place.scope, node, call.world.presentation)
  } catch (error) {
    if (!(error instanceof WriteFailure)) throw error
    throw endpointError({ '.tag': 'path', reason: error.error, upload_session_id: keepAsSession(call, { hash, ...body }) })
  }
}
