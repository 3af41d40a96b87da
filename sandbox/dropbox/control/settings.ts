import { z } from 'zod'
import { ALL_KINDS } from '../faults/fault-kinds'
import type { Fault } from '../faults/faults'
import { DEFAULT_SWITCHES, type Switches } from '../state/switches'
import type { World } from '../world'
import { ControlError } from './control-error'

const count = z.number().int().nonnegative()
const Latency = z.strictObject({ per_call_ms: z.number().nonnegative().optional(), per_entry_ms: z.number().nonnegative().optional(), bandwidth_mbit: z.number().nonnegative().optional() })
const FaultInput = z.strictObject({
  kind: z.enum(ALL_KINDS as [Fault['kind'], ...Fault['kind'][]]), route: z.string().optional(), account: z.string().optional(), every: z.number().int().positive().optional(),
  times: count.optional(), after: count.optional(), retry_after: count.optional(), status: z.number().int().min(400).max(599).optional(), ms: count.optional(), changes: count.optional(),
})
const ClockInput = z.strictObject({ now: z.union([z.string(), z.number()]).nullish(), frozen: z.boolean().optional() })

/** `PUT /_sandbox/latency`: replaces the latency model. */
export function setLatency(world: World, body: unknown): object {
  world.latency.set(Latency.parse(body))
  return world.latency.current
}

/** `PUT /_sandbox/faults`: replaces the fault plan; counts start anew. */
export function setFaults(world: World, body: unknown): object {
  world.faults.set(z.array(FaultInput).parse(body))
  return world.faults.list
}

/** `PUT /_sandbox/clock`: `{now}` sets the time, which then runs on (or stands, with `frozen`); `{}` is real time. */
export function setClock(world: World, body: unknown): object {
  const { now, frozen } = ClockInput.parse(body)
  const ms = now === undefined || now === null ? null : new Date(now).getTime()
  if (ms !== null && Number.isNaN(ms)) throw new ControlError(400, `${String(now)} is not a time`)
  world.clock.set(ms, frozen)
  return { now: new Date(world.clock.now()).toISOString() }
}

/** `PUT /_sandbox/switches`: changes the switches named and leaves the others. */
export function setSwitches(world: World, body: unknown): Switches {
  const given = z.record(z.string(), z.unknown()).parse(body)
  for (const [name, value] of Object.entries(given)) {
    const known = DEFAULT_SWITCHES[name as keyof Switches] as unknown
    if (known === undefined) throw new ControlError(400, `no switch ${name}`)
    if (typeof value !== typeof known) throw new ControlError(400, `switch ${name} is a ${typeof known}`)
  }
  world.switches = { ...world.switches, ...given }
  return world.switches
}
