import type { IncomingMessage, ServerResponse } from 'node:http'
import { AFTER_KINDS, BEFORE_KINDS } from '../faults/fault-kinds'
import { faultError } from '../faults/fault-error'
import { readBody } from '../http/read-body'
import { send } from '../http/send'
import { WireError } from '../http/wire-error'
import type { World } from '../world'
import { tokenEndpoint } from './token-endpoint'

const ROUTE = 'oauth2/token'

/** Names of the account that a code or refresh token belongs to, for fault rules. */
function namesBehind(world: World, params: URLSearchParams): string[] {
  const { state } = world
  const grant = state.grants.get(state.refreshTokens.get(params.get('refresh_token') ?? '') ?? '')
  const account = state.accounts.get(grant?.account ?? state.codes.get(params.get('code') ?? '')?.account ?? '')
  return account ? [account.id, account.email] : []
}

/** `POST /oauth2/token`, with the parameters in a form body, in the query, or in both. */
export async function serveToken(world: World, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const body = await readBody(req)
  let failed = true
  try {
    const params = new URLSearchParams(url.searchParams)
    for (const [key, value] of new URLSearchParams(/json/.test(req.headers['content-type'] ?? '') ? '' : body)) params.set(key, value)
    if (req.method !== 'POST') throw new WireError(400, 'text/plain; charset=utf-8', 'This function only accepts POST.')
    const names = namesBehind(world, params)
    const before = world.faults.take(BEFORE_KINDS, ROUTE, names)
    if (before?.kind === 'drop_before') return void res.destroy()
    if (before) throw faultError(before, ROUTE)
    await world.latency.perCall()
    const reply = tokenEndpoint(world, params, req.headers.authorization)
    world.store.flush()
    failed = false
    const after = world.faults.take(AFTER_KINDS, ROUTE, names)
    if (after?.kind === 'drop_after') return void res.destroy()
    send(res, 200, 'application/json', JSON.stringify(reply), {}, after?.kind === 'truncated_reply' ? { cut: true } : null)
  } catch (error) {
    world.store.flush()
    if (!(error instanceof WireError)) throw error
    send(res, error.status, error.contentType, error.body, error.headers)
  } finally {
    world.calls.add(ROUTE, failed, body.length)
  }
}
