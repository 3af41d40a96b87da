import { ContentHasher } from '../content/content-hasher'
import { BodyTooLarge, receiveBody } from '../content/receive-body'
import { tagged } from '../files/failures'
import { BODY_LIMIT } from '../files/upload'
import type { Call } from '../http/call'
import { endpointError } from '../http/wire-error'
import type { Extent, UploadSession } from '../state/types'
import { continueHash, hashSince } from './session-hashers'

export interface ReceivedPiece {
  size: number
  extents: Extent[]
  hasher: ContentHasher
}

/**
 * Streams a body that continues a session (or begins one, with null) to disk and checks its own content hash.
 * The session is not touched. Throws the errors `payload_too_large` and `content_hash_mismatch`.
 */
export async function receivePiece(call: Call, session: UploadSession | null, contentHash: string | null): Promise<ReceivedPiece> {
  const hasher = session ? continueHash(call.world, session) : ContentHasher.fresh()
  const start = hasher.size
  const own = contentHash !== null && hashSince(hasher, start) === null ? ContentHasher.fresh() : null
  const body = await receiveBody(call, BODY_LIMIT, (chunk) => {
    hasher.update(chunk)
    own?.update(chunk)
  }).catch((error: unknown) => {
    throw error instanceof BodyTooLarge ? endpointError(tagged('payload_too_large')) : error
  })
  if (contentHash !== null && contentHash !== (own ? own.hex() : hasher.hex(start))) throw endpointError(tagged('content_hash_mismatch'))
  return { ...body, hasher }
}
