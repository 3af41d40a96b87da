import { AFTER_KINDS, BEFORE_KINDS } from '../faults/fault-kinds'
import { faultError, rateLimited, transportCap } from '../faults/fault-error'
import type { Fault } from '../faults/faults'
import { accountNames, authenticate } from '../oauth/authenticate'
import type { Call } from './call'
import { readArg } from './read-arg'
import { send, type Spoiled } from './send'
import { Sent } from './sent'
import { WireError } from './wire-error'

const TRANSPORT = /^files\/(upload|upload_session\/.+)$/

/** The connection is to be broken without a reply. */
class Dropped extends Error {}

function countTransport(call: Call): void {
  const { switches } = call.world
  if (switches.transport_calls_left < 0 || !TRANSPORT.test(call.route.name) || !call.caller?.account.team) return
  if (switches.transport_calls_left === 0) throw transportCap()
  switches.transport_calls_left -= 1
}

/** Reads away the rest of a body, so that the client can read the reply. */
async function drain(call: Call): Promise<void> {
  for await (const chunk of call.req as AsyncIterable<Buffer>) call.bodyBytes += chunk.length
}

async function run(call: Call): Promise<unknown> {
  authenticate(call)
  const { caller, world } = call
  const tooSoon = caller ? world.rates.take(`${caller.account.id} ${caller.app?.key}`, world.switches.calls_per_minute) : null
  if (tooSoon !== null) throw rateLimited(tooSoon)
  if (caller) await world.beforeCall?.(caller.account.id, call.route.name)
  const fault = call.world.faults.take(BEFORE_KINDS, call.route.name, accountNames(call.caller?.account))
  if (fault?.kind === 'drop_before') throw new Dropped()
  if (fault) throw faultError(fault, call.route.name)
  countTransport(call)
  const arg = await readArg(call)
  await call.world.latency.perCall()
  const result = await call.route.handle(call, arg)
  call.world.store.flush()
  return result
}

function spoiledBy(fault: Fault | null): Spoiled {
  if (fault?.kind === 'slow_reply') return { pause: fault.ms ?? 2000 }
  return fault?.kind === 'truncated_reply' ? { cut: true } : null
}

async function reply(call: Call, status: number, type: string, body: string, headers: Record<string, string>, fault: Fault | null): Promise<void> {
  if (fault?.kind === 'drop_after') throw new Dropped()
  if (fault?.kind === 'server_error_after') {
    const error = faultError(fault, call.route.name)
    return send(call.res, error.status, error.contentType, error.body)
  }
  await call.world.latency.transfer(body.length)
  send(call.res, status, type, body, headers, spoiledBy(fault))
}

/** Serves one API call from authentication to the log. Everything a reply acknowledges is on disk before it is sent. */
export async function serveRoute(call: Call): Promise<void> {
  const { world, route } = call
  let failed = false
  let bytes = 0
  try {
    const result = await run(call)
    if (result instanceof Sent) {
      bytes = result.bytes
    } else {
      const body = JSON.stringify(result)
      bytes = body.length
      await reply(call, 200, 'application/json', body, {}, world.faults.take(AFTER_KINDS, route.name, accountNames(call.caller?.account)))
    }
  } catch (error) {
    failed = true
    world.store.flush()
    if (error instanceof Dropped || !(error instanceof WireError)) {
      if (!(error instanceof Dropped) && !call.req.destroyed) world.events.emit('failure', route.name, error)
      call.res.destroy()
    } else {
      if (!call.req.complete) await drain(call).catch(() => undefined)
      send(call.res, error.status, error.contentType, error.body, error.headers)
    }
  } finally {
    world.calls.add(route.name, failed, call.bodyBytes + bytes)
  }
}
