import { ContentHasher } from '../content/content-hasher'
import { BodyTooLarge, receiveBody } from '../content/receive-body'
import { sliceExtents } from '../content/slice-extents'
import { tagged } from '../files/failures'
import { BODY_LIMIT } from '../files/upload'
import { ENTRY_KINDS } from '../faults/fault-kinds'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { sha256 } from '../http/path-schemas'
import { bool, list, optional, struct, uint, type Infer } from '../http/schema'
import { endpointError, type Tagged } from '../http/wire-error'
import type { Extent } from '../state/types'
import { appendPiece } from './append-piece'
import { appendProblem, cursorArg, sessionAt } from './session-at'
import { continueHash } from './session-hashers'

const entryArg = struct({ cursor: cursorArg, length: uint(), close: optional(bool, false) })
export const appendBatchArg = struct({ entries: list(entryArg, 1, 1000), content_hash: optional(sha256, null) })
type Arg = Infer<typeof appendBatchArg>

/** Feeds a body to one hash per entry, cutting it at the entries' lengths. */
class PieceHashes {
  readonly hashers: ContentHasher[]
  private index = 0
  private left: number

  constructor(call: Call, private readonly arg: Arg) {
    this.hashers = arg.entries.map(({ cursor }) => {
      const session = sessionAt(call, cursor.session_id)
      return session && session.size === cursor.offset ? continueHash(call.world, session) : ContentHasher.fresh()
    })
    this.left = arg.entries[0]?.length ?? 0
  }

  update(chunk: Buffer): void {
    for (let rest = chunk; rest.length > 0 && this.index < this.hashers.length; ) {
      if (this.left === 0) {
        this.index += 1
        this.left = this.arg.entries[this.index]?.length ?? 0
        continue
      }
      const part = rest.subarray(0, this.left)
      this.hashers[this.index]?.update(part)
      this.left -= part.length
      rest = rest.subarray(part.length)
    }
  }
}

function applyEntry(call: Call, entry: Arg['entries'][number], extents: Extent[], hasher: ContentHasher): Tagged {
  const { account } = callerOf(call)
  if (call.world.faults.take(ENTRY_KINDS, call.route.name, [account.id, account.email])) return { '.tag': 'failure', failure: tagged('other') }
  const session = sessionAt(call, entry.cursor.session_id)
  const problem = appendProblem(session, entry.cursor, entry.length, entry.close)
  if (problem || !session) return { '.tag': 'failure', failure: problem }
  appendPiece(call, session, entry.cursor.offset, entry.length, extents, hasher, entry.close)
  return { '.tag': 'success' }
}

/** `upload_session/append_batch`: pieces of many sessions in one body; each entry succeeds or fails by itself. */
export async function appendBatch(call: Call, arg: Arg): Promise<unknown> {
  const pieces = new PieceHashes(call, arg)
  const whole = arg.content_hash === null ? null : ContentHasher.fresh()
  const body = await receiveBody(call, BODY_LIMIT, (chunk) => {
    pieces.update(chunk)
    whole?.update(chunk)
  }).catch((error: unknown) => {
    throw error instanceof BodyTooLarge ? endpointError(tagged('payload_too_large')) : error
  })
  if (arg.entries.reduce((sum, entry) => sum + entry.length, 0) !== body.size) throw endpointError(tagged('length_mismatch'))
  if (whole && whole.hex() !== arg.content_hash) throw endpointError(tagged('content_hash_mismatch'))
  let from = 0
  const entries = arg.entries.map((entry, index) => {
    const extents = sliceExtents(body.extents, from, entry.length)
    from += entry.length
    return applyEntry(call, entry, extents, pieces.hashers[index] as ContentHasher)
  })
  return { entries }
}
