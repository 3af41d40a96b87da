import { env } from '@/lib/env'
import type { Finding } from './present'
import { PATIENCE_MS } from './seat'

/** Webhook signatures and codes allow five minutes at most; more than this much is no network delay. */
const MOST_SECONDS = 60

/** Compares this machine's clock with the Date that Dropbox and Qonto put on their answers; whatever else they answer does not matter. */
export async function checkClock(): Promise<Finding> {
  const { DROPBOX_API_URL, QONTO_API_URL } = env()
  const skews = (await Promise.all([DROPBOX_API_URL, QONTO_API_URL].map(skewFrom))).filter((skew) => skew !== null)
  if (skews.length === 0) return { check: 'clock', code: 'clock_unknown', values: {} }
  const seconds = Math.round(skews.reduce((least, skew) => (Math.abs(skew) < Math.abs(least) ? skew : least)))
  return { check: 'clock', code: Math.abs(seconds) > MOST_SECONDS ? 'clock_off' : 'clock_ok', values: { seconds: Math.abs(seconds) } }
}

/** Seconds by which we are ahead; the answer's way back counts for half. */
async function skewFrom(url: string): Promise<number | null> {
  try {
    const sentAt = Date.now()
    const reply = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) })
    const theirs = Date.parse(reply.headers.get('date') ?? '')
    return Number.isNaN(theirs) ? null : ((sentAt + Date.now()) / 2 - theirs) / 1000
  } catch {
    return null
  }
}
