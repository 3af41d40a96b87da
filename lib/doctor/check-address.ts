import { env } from '@/lib/env'
import { askHealth } from './ask-health'
import type { Finding } from './present'
import type { Seat } from './seat'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** Whether APP_URL is what people use: https unless it is this machine, answered by us, and the one in the browser's address bar. */
export async function checkAddress(seat: Seat): Promise<Finding> {
  const url = env().APP_URL
  const { protocol, hostname, host } = new URL(url)
  const found = (code: Finding['code'], values = {}): Finding => ({ check: 'address', code, values: { url, ...values } })
  if (protocol !== 'https:' && !LOOPBACK.includes(hostname)) return found('address_insecure')
  if (seat.kind === 'app' && seat.host && seat.host !== host) return found('address_elsewhere', { host: seat.host })
  const heard = await askHealth(url)
  if (heard.kind === 'ours') return found('address_ok')
  if (heard.kind === 'stranger') return found('address_stranger')
  // A person who is here came through it: the machine need not reach itself under its public name.
  return seat.kind === 'app' && seat.host === host ? found('address_ok') : found('address_silent')
}
