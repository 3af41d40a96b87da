import type { Call } from '../http/call'
import { optional, struct, text, uint, type Infer } from '../http/schema'
import { readCursor } from './cursor'
import { refuseExpired } from './list-folder'

export const longpollArg = struct({ cursor: text(/.+/s), timeout: optional(uint(30, 480), 30) })

/** `files/list_folder/longpoll`: answers as soon as something behind the cursor changed, or when the time is up. */
export async function longpoll(call: Call, arg: Infer<typeof longpollArg>): Promise<unknown> {
  const { world } = call
  const state = readCursor(call, arg.cursor, true)
  refuseExpired(call, state)
  const changed = (): boolean => state.positions.some(({ ns, pos }) => (world.state.namespaces.get(ns)?.seq ?? 0) > pos)
  if (changed()) return { changes: true }
  const cap = world.switches.longpoll_cap_ms
  const ms = cap > 0 ? Math.min(cap, arg.timeout * 1000) : arg.timeout * 1000
  return new Promise((resolve) => {
    const done = (changes: boolean): void => {
      clearTimeout(timer)
      world.events.off('change', look)
      world.events.off('closing', stop)
      resolve({ changes })
    }
    const look = (): void => { if (changed()) done(true) }
    const stop = (): void => done(false)
    const timer = setTimeout(stop, ms)
    world.events.on('change', look)
    world.events.on('closing', stop)
    call.res.once('close', stop)
  })
}
