import { createHmac } from 'node:crypto'
import { sameText } from '@/lib/crypto'

const MAX_AGE_SECONDS = 5 * 60

/**
 * True when `header` (`t=<unix seconds>,v1=<hex>`) is Qonto's signature over the raw body, not older than five minutes.
 * Compared in constant time.
 */
export function isQontoSignature(input: { header: string | null; body: string; secret: string; atSeconds?: number }): boolean {
  const parts = Object.fromEntries((input.header ?? '').split(',').map((part) => part.trim().split('=', 2) as [string, string]))
  const { t, v1 } = parts as { t?: string; v1?: string }
  if (!t || !v1 || !/^\d{1,12}$/.test(t)) return false
  const age = (input.atSeconds ?? Date.now() / 1000) - Number(t)
  if (age > MAX_AGE_SECONDS || age < -MAX_AGE_SECONDS) return false
  return sameText(createHmac('sha256', input.secret).update(`${t}.${input.body}`).digest('hex'), v1)
}
