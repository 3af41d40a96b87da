import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isLocalCall } from '../control/local-only'
import type { Bank } from '../state/bank'
import type { Conditions } from './conditions'
import { dispatch, type Outcome } from './dispatch'
import type { Exchange } from './exchange'
import type { createRouter, Route } from './route'
import { sendReply } from './send-reply'
import { apiError, gatewayError, WireError } from './wire-error'

interface Server {
  bank: Bank
  conditions: Conditions
  route: ReturnType<typeof createRouter>
}

/** Answers one request, whatever happens inside, and counts it in the call log. */
export async function answer(request: IncomingMessage, response: ServerResponse, { bank, conditions, route }: Server): Promise<void> {
  const origin = `${'encrypted' in request.socket ? 'https' : 'http'}://${request.headers.host ?? '127.0.0.1'}`
  const url = URL.canParse(request.url ?? '/', origin) ? new URL(request.url ?? '/', origin) : new URL(origin)
  const found = route(request.method ?? 'GET', url.pathname)
  const traceId = randomBytes(16).toString('hex')
  const exchange: Exchange = { request, url, origin, params: found?.params ?? {}, bank, conditions, traceId }
  response.on('error', () => undefined)
  const { reply, fault } = await outcomeOf(exchange, found?.route ?? null)
  const isWire = found === null || (found.route.zone !== 'page' && found.route.zone !== 'control')
  if (isWire) reply.headers = { 'x-tyk-trace-id': traceId, ...reply.headers }
  const received = Number(request.headers['content-length'] ?? 0)
  try {
    const sent = await sendReply(response, reply, fault, conditions)
    const failed = reply.status >= 400 || (response.destroyed && !response.writableFinished)
    if (isWire) conditions.calls.record(found ? `${found.route.method} ${found.route.template}` : 'unknown', failed, sent + received)
  } catch {
    response.destroy()
  }
}

async function outcomeOf(exchange: Exchange, route: Route | null): Promise<Outcome> {
  try {
    if (!route) throw gatewayError(404, 'Not Found')
    if ((route.zone === 'control' || route.zone === 'page') && !isLocalCall(exchange.request)) throw apiError(403, 'forbidden', 'only for programs on this machine')
    return await dispatch(exchange, route)
  } catch (error) {
    const refusal = error instanceof WireError ? error : gatewayError(500, 'Internal Server Error')
    if (refusal !== error) process.stderr.write(`${exchange.traceId} ${error instanceof Error ? error.stack : String(error)}\n`)
    return { reply: { status: refusal.status, headers: refusal.headers, json: { ...refusal.body, trace_id: exchange.traceId } }, fault: null }
  }
}
