import type { Call } from './call'
import type { Schema } from './schema'

/** How one path of the wire protocol is called. */
export interface Route {
  name: string
  host: 'api' | 'content' | 'notify'
  style: 'rpc' | 'upload' | 'download'
  auth: 'user' | 'app' | 'app or user' | 'none'
  scope: string | null
  arg: Schema<unknown> | null
  handle(call: Call, arg: unknown): unknown
}

/** Ties a schema and its handler together, so that the handler's argument has the schema's type. */
export function route<T>(
  head: string, scope: string | null, arg: Schema<T> | null, handle: (call: Call, arg: T) => unknown,
): Route {
  const [style, host, name] = head.split(' ') as [Route['style'], Route['host'], string]
  return { name, host, style, auth: 'user', scope, arg, handle: handle as Route['handle'] }
}
