import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { AppError } from '@/lib/errors'

const inner = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 3],
] as const) inner.addSubnet(net, bits, 'ipv4')
const outer6 = new BlockList()
outer6.addSubnet('2000::', 3, 'ipv6')
const inner6 = new BlockList()
for (const [net, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const) inner6.addSubnet(net, bits, 'ipv6')

/** True for an address on the public internet: not loopback, private, link-local, shared, multicast, reserved or a tunnel into one of these. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !inner.check(address, 'ipv4')
  return family === 6 && outer6.check(address, 'ipv6') && !inner6.check(address, 'ipv6')
}

/**
 * The parsed address of a file when it may be fetched: it lies on the configured API's own origin, or it is https on the
 * standard port of a public host. While the API is a local server, only that server's origin is allowed.
 * @throws AppError `receipt_url_refused`.
 */
export function checkFileUrl(text: string, apiUrl: string, base?: URL): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined
  if (!url || url.username || url.password) throw new AppError('receipt_url_refused', 'not an address')
  const api = new URL(apiUrl)
  if (url.origin === api.origin) return url
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isLoopbackHost(api.hostname)) throw new AppError('receipt_url_refused', 'not the local server')
  if (url.protocol !== 'https:' || url.port !== '') throw new AppError('receipt_url_refused', 'not https on its standard port')
  if (isLoopbackHost(host) || (isIP(host) !== 0 && !isPublicAddress(host))) throw new AppError('receipt_url_refused', 'address is not public')
  return url
}

const isLoopbackHost = (host: string) => host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '[::1]'

/**
 * Resolves a host for a connection and hands over public addresses only, so that the address that was checked is the one
 * that is connected to. One private address among them refuses the host.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 0)
    const [first] = addresses
    if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new AppError('receipt_url_refused', 'host is not public') as NodeJS.ErrnoException, '', 0)
    }
    if (options.all) return callback(null, addresses)
    return callback(null, first.address, first.family)
  })
}
