import { openToken, sealToken } from '../http/cursor-token'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { badInput } from '../http/wire-error'

/** How far a listing has come in one namespace: everything up to `pos` is told; `start` is where the first listing ends. */
export interface Position {
  ns: string
  start: number
  pos: number
}

/** What a cursor carries: the flags of its first call and its positions. */
export interface CursorState {
  account: string
  app: string
  /** Path or id the listing was asked for. */
  path: string
  root: string
  recursive: boolean
  deleted: boolean
  restorable: boolean
  limit: number | null
  pages: number
  usedAt: number
  positions: Position[]
}

/** The text a client gets for a state of its listing. */
export function writeCursor(call: Call, state: CursorState): string {
  return sealToken(call.world.state.secret, state)
}

/** The state behind a cursor; anything not issued to this account and app is a 400. `anonymous` for longpoll. */
export function readCursor(call: Call, cursor: string, anonymous = false): CursorState {
  const state = openToken(call.world.state.secret, cursor) as CursorState | null
  const mine = state && (anonymous || (state.account === callerOf(call).account.id && state.app === (callerOf(call).app?.key ?? '')))
  if (!state || !mine) throw badInput(call.route.name, `Invalid "cursor" parameter: ${JSON.stringify(cursor.slice(0, 200))}`)
  return state
}
