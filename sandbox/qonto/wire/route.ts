import type { ApiHandler, Handler } from './exchange'

export type Scope = 'organization.read' | 'attachment.read' | 'attachment.write' | 'membership.read' | 'webhook' | 'attachment'

/** `api` calls need a caller; `oauth` and `file` calls carry their own proof; `page` and `control` are for people and tests. */
export type Route =
  | { zone: 'api'; method: string; template: string; scope: Scope; oauthOnly?: boolean; handle: ApiHandler }
  | { zone: 'oauth' | 'file' | 'page' | 'control'; method: string; template: string; handle: Handler }

interface Compiled {
  route: Route
  parts: string[]
}

/** Finds the route for a method and path. Templates hold `{name}` for one path segment. */
export function createRouter(routes: Route[]): (method: string, path: string) => { route: Route; params: Record<string, string> } | null {
  const byLength = new Map<number, Compiled[]>()
  for (const route of routes) {
    const parts = route.template.split('/')
    byLength.set(parts.length, [...(byLength.get(parts.length) ?? []), { route, parts }])
  }
  return (method, path) => {
    const segments = path.split('/')
    for (const { route, parts } of byLength.get(segments.length) ?? []) {
      if (route.method !== method && !(method === 'HEAD' && route.method === 'GET')) continue
      const params = capture(parts, segments)
      if (params) return { route, params }
    }
    return null
  }
}

function capture(parts: string[], segments: string[]): Record<string, string> | null {
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] as string
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment
    else if (part !== segment) return null
  }
  return params
}
