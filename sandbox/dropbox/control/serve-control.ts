import type { IncomingMessage, ServerResponse } from 'node:http'
import { ZodError } from 'zod'
import { LookupFailure, WriteFailure } from '../files/failures'
import { readBody } from '../http/read-body'
import { send } from '../http/send'
import { WireError } from '../http/wire-error'
import { serveFaultsPage } from '../pages/faults-page'
import { DEFAULT_SWITCHES } from '../state/switches'
import type { World } from '../world'
import { presentAccount, putAccount } from './accounts'
import { presentApp, putApp } from './apps'
import { ControlError } from './control-error'
import { findAccount } from './find-account'
import { setClock, setFaults, setLatency, setSwitches } from './settings'
import { makeToken } from './tokens'
import { treeOf } from './tree'
import { actAsUser } from './user-actions'

type Handler = (world: World, body: unknown, url: URL) => unknown

const HANDLERS: Record<string, Handler> = {
  'POST reset': (world) => { world.reset(); return { ok: true } },
  'GET calls': (world) => world.calls.report(),
  'DELETE calls': (world) => { world.calls.clear(); return { ok: true } },
  'GET latency': (world) => world.latency.current,
  'PUT latency': setLatency,
  'GET faults': (world) => world.faults.list,
  'PUT faults': setFaults,
  'GET clock': (world) => ({ now: new Date(world.clock.now()).toISOString() }),
  'PUT clock': setClock,
  'GET switches': (world) => world.switches,
  'PUT switches': setSwitches,
  'DELETE switches': (world) => (world.switches = { ...DEFAULT_SWITCHES }),
  'GET accounts': (world) => [...world.state.accounts.values()].map((account) => presentAccount(world, account)),
  'POST accounts': putAccount,
  'GET apps': (world) => [...world.state.apps.values()].map(presentApp),
  'POST apps': putApp,
  'POST tokens': makeToken,
  'GET tree': (world, _body, url) => treeOf(world, findAccount(world, url.searchParams.get('account')), url.searchParams.has('root')),
  'POST user': actAsUser,
}

function failure(error: unknown): { status: number; body: object } {
  if (error instanceof ControlError) return { status: error.status, body: { error: error.message } }
  if (error instanceof ZodError) return { status: 400, body: { error: error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') } }
  if (error instanceof SyntaxError) return { status: 400, body: { error: 'the body is not JSON' } }
  if (error instanceof LookupFailure || error instanceof WriteFailure) return { status: 409, body: { error: error.error } }
  if (error instanceof WireError) return { status: error.status, body: { error: error.body } }
  throw error
}

/** The control API under `/_sandbox/`: JSON in, JSON out, for tests, demo and benchmarks. */
export async function serveControl(world: World, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const name = url.pathname.slice('/_sandbox/'.length).replace(/\/$/, '')
  if (name === '' || name === 'faults-page') return serveFaultsPage(world, req, res)
  const handler = HANDLERS[`${req.method} ${name}`]
  const text = await readBody(req, 256 * 1024 * 1024)
  if (!handler) return send(res, 404, 'application/json', JSON.stringify({ error: `no control call ${req.method} /_sandbox/${name}` }))
  try {
    const result = await handler(world, text === '' ? {} : JSON.parse(text), url)
    world.store.flush()
    send(res, 200, 'application/json', JSON.stringify(result))
  } catch (error) {
    world.store.flush()
    const { status, body } = failure(error)
    send(res, status, 'application/json', JSON.stringify(body))
  }
}
