import type { Actor } from '../http/call'
import type { Namespace } from '../state/types'
import { writeFailure } from './failures'

const locks = new WeakMap<Namespace, Promise<void>>()

/**
 * Runs `work` while it alone writes to the namespace, after the time that this many entries take. Depending on the
 * switch `write_lock`, a second writer waits or fails with `too_many_write_operations`. Readers are told afterwards.
 */
export async function withWriteLock<T>(call: Actor, ns: Namespace, entries: number, work: () => T): Promise<T> {
  const { world } = call
  const before = locks.get(ns)
  if (before && world.switches.write_lock === 'refuse') throw writeFailure('too_many_write_operations')
  let release = (): void => undefined
  const mine = new Promise<void>((resolve) => (release = resolve))
  locks.set(ns, mine)
  try {
    await before
    await world.latency.perEntries(entries)
    return work()
  } finally {
    if (locks.get(ns) === mine) locks.delete(ns)
    release()
    world.events.emit('change', ns.id)
  }
}
