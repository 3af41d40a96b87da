import type { IncomingMessage } from 'node:http'

/** Whether a call comes from a program or page of this machine: loopback host name, and no other site's page behind it except by a link. */
export function isLocalCall({ headers, method }: IncomingMessage): boolean {
  const host = /^(\[[^\]]*\]|[^:]*)/.exec(headers.host ?? '')?.[1] ?? ''
  const site = headers['sec-fetch-site']
  const isLink = method === 'GET' && headers['sec-fetch-mode'] === 'navigate'
  return ['localhost', '127.0.0.1', '[::1]'].includes(host) && (isLink || site === undefined || site === 'same-origin' || site === 'none')
}
