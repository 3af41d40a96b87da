import { setTimeout as delay } from 'node:timers/promises'
import { authenticate } from '../oauth/authenticate'
import { signInGate } from '../pages/sign-in-gate'
import type { Exchange, Reply } from './exchange'
import { replyOfFault } from './fault-reply'
import { strike, type FaultRule } from './faults'
import type { Route } from './route'
import { gatewayError } from './wire-error'

export interface Outcome {
  reply: Reply
  /** A fault that damages the delivery of the reply. */
  fault: FaultRule | null
}

/** Takes one call through gate, limits, latency, identity and faults to its handler. */
export async function dispatch(exchange: Exchange, route: Route): Promise<Outcome> {
  exchange.bank.showDue()
  if (route.zone === 'page' || route.zone === 'control') return { reply: await route.handle(exchange), fault: null }
  const gate = route.template === '/oauth2/auth' ? null : signInGate(exchange)
  if (gate) return { reply: gate, fault: null }
  if (route.zone !== 'file') limitRate(exchange)
  const { per_call_ms, per_entry_ms } = exchange.conditions.latency
  if (per_call_ms > 0) await delay(per_call_ms)
  const caller = route.zone === 'api' ? authenticate(exchange, route) : null
  const fault = strike(exchange.conditions.faults, {
    route: `${route.method} ${route.template}`,
    company: caller?.company.id ?? null,
    account: exchange.url.searchParams.get('bank_account_id'),
    id: exchange.params.attachment ?? exchange.params.id ?? null,
  })
  const early = fault ? replyOfFault(fault) : null
  if (early) return { reply: early, fault }
  if (fault?.kind === 'drop_before' || fault?.kind === 'hang') return { reply: { status: 500 }, fault }
  const reply = route.zone === 'api' && caller ? await route.handle(exchange, caller) : await (route.handle as (e: Exchange) => Promise<Reply>)(exchange)
  if (per_entry_ms > 0 && reply.entries) await delay(per_entry_ms * reply.entries)
  return { reply, fault }
}

function limitRate({ bank, conditions, request }: Exchange): void {
  if (!bank.switches.rate_limits) return
  const wait = conditions.rates.admit(request.socket.remoteAddress ?? '')
  if (wait === 0) return
  const headers: Record<string, string> = bank.switches.retry_after ? { 'retry-after': String(Math.ceil(wait / 1000)) } : {}
  throw gatewayError(429, 'API rate limit exceeded', headers)
}
