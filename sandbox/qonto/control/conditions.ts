import { z } from 'zod'
import { defaultSwitches, type Switches } from '../state/switches'
import { faultSchema } from '../wire/faults'
import { json, type Handler } from '../wire/exchange'
import { apiError } from '../wire/wire-error'
import type { Deliveries } from '../webhooks/deliveries'
import { momentSchema } from './fields'
import { parseControl } from './parse-control'

/** `PUT /_sandbox/faults`: replaces all rules; an empty list ends them. */
export const putFaults: Handler = async (exchange) => {
  const rules = await parseControl(z.array(faultSchema), exchange)
  exchange.conditions.faults = rules.map((rule) => ({ rule, seen: 0, fired: 0 }))
  return json(rules)
}

/** `GET /_sandbox/faults`: the rules with how often each was met and struck. */
export const getFaults: Handler = ({ conditions }) => json(conditions.faults.map(({ rule, seen, fired }) => ({ ...rule, seen, fired })))

const latencySchema = z.strictObject({ per_call_ms: z.number().min(0).default(0), per_entry_ms: z.number().min(0).default(0), bandwidth_mbit: z.number().min(0).default(0) })

/** `PUT /_sandbox/latency`: `{}` takes all latency away. */
export const putLatency: Handler = async (exchange) => {
  exchange.conditions.latency = await parseControl(latencySchema, exchange)
  return json(exchange.conditions.latency)
}

const clockSchema = z.strictObject({ now: momentSchema.optional() })

/** `PUT /_sandbox/clock`: `{now}` sets the bank's clock, which then ticks on; `{}` goes back to real time. */
export const putClock: Handler = async (exchange) => {
  const { bank } = exchange
  bank.clock.set((await parseControl(clockSchema, exchange)).now ?? null)
  bank.showDue()
  return json({ now: new Date(bank.clock.now()).toISOString() })
}

export const getClock: Handler = ({ bank }) => json({ now: new Date(bank.clock.now()).toISOString() })

/** `PUT /_sandbox/switches`: changes the named switches; `GET` shows all. */
export const putSwitches: Handler = async (exchange) => {
  const { bank } = exchange
  const wanted = await parseControl(z.record(z.string(), z.unknown()), exchange)
  const defaults = defaultSwitches() as unknown as Record<string, unknown>
  for (const [name, value] of Object.entries(wanted)) {
    const isKnown = name in defaults && (typeof value === typeof defaults[name] || name === 'staging_token')
    if (!isKnown) throw apiError(400, 'bad_request', `${name}: not a switch, or not a value for it`)
  }
  bank.switches = { ...bank.switches, ...(wanted as Partial<Switches>) }
  return json(bank.switches)
}

export const getSwitches: Handler = ({ bank }) => json(bank.switches)

export const getCalls: Handler = ({ conditions }) => json(conditions.calls.report())

export const clearCalls: Handler = ({ conditions }) => {
  conditions.calls.clear()
  return { status: 204 }
}

/** `POST /_sandbox/reset`: books, conditions and deliveries as on a first start. */
export function reset(deliveries: Deliveries): Handler {
  return ({ bank, conditions }) => {
    deliveries.clear()
    bank.reset()
    conditions.reset()
    return json({ ok: true })
  }
}

/** `GET /_sandbox/webhooks`: what was sent, how often and with which answer. */
export function listDeliveries(deliveries: Deliveries): Handler {
  return () => json(deliveries.report().map(({ body, ...rest }) => ({ ...rest, body: JSON.parse(body) as unknown })))
}

/** `POST /_sandbox/webhooks/{id}`: sends one again. */
export function repeatDelivery(deliveries: Deliveries): Handler {
  return ({ params }) => (deliveries.repeat(params.id ?? '') ? json({ ok: true }) : { status: 404, json: { message: 'not found' } })
}
