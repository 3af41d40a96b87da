import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account, App, Grant } from '../state/types'
import type { View } from '../tree/view'
import type { World } from '../world'
import type { Route } from './route'

/** Who calls. `app` and `grant` are null when a person acts on the web pages. */
export interface Caller {
  account: Account
  app: App | null
  grant: Grant | null
  view: View
}

/** Whatever changes or reads the tree: an API call or a person on the web pages. */
export interface Actor {
  world: World
  route: Pick<Route, 'name'>
  caller: Caller | null
}

/** One request to an API route. */
export interface Call extends Actor {
  req: IncomingMessage
  res: ServerResponse
  url: URL
  /** Scheme and host the client used, for links that lead back here. */
  origin: string
  route: Route
  /** Bytes of the request body read so far, for the call log. */
  bodyBytes: number
}

/** The user behind a call of a user-authenticated route, or the person on a page. */
export function callerOf(call: Actor): Caller {
  if (!call.caller) throw new Error(`${call.route.name} has no caller`)
  return call.caller
}
