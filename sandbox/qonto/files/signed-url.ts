import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Moment } from '../state/types'

const VALID_SECONDS = 1800

/** A link to a file that needs no credentials and stops working 30 minutes after `now`. */
export function signUrl(origin: string, path: string, secret: string, now: Moment): string {
  const date = `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${date}&X-Amz-Expires=${VALID_SECONDS}&X-Amz-SignedHeaders=host`
  return `${origin}${path}?${query}&X-Amz-Signature=${signatureOf(secret, path, date, String(VALID_SECONDS))}`
}

/** Judges a link: `valid`, `expired`, or `forged` when anything in it was changed. */
export function judgeUrl(url: URL, secret: string, now: Moment): 'valid' | 'expired' | 'forged' {
  const date = url.searchParams.get('X-Amz-Date') ?? ''
  const expires = url.searchParams.get('X-Amz-Expires') ?? ''
  const given = Buffer.from(url.searchParams.get('X-Amz-Signature') ?? '')
  const wanted = Buffer.from(signatureOf(secret, url.pathname, date, expires))
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'forged'
  const signedAt = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  return now <= signedAt + Number(expires) * 1000 + 999 ? 'valid' : 'expired'
}

function signatureOf(secret: string, path: string, date: string, expires: string): string {
  return createHmac('sha256', secret).update(`${path}\n${date}\n${expires}`).digest('hex')
}
