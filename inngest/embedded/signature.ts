import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import canonicalize from 'canonicalize'

const keyText = (signingKey: string) => signingKey.replace(/^signkey-[\w]+-/, '')

/** A body in the form the SDK checks (RFC 8785) and the header that signs it, in real time: the SDK allows five minutes. */
export function signRequest(body: unknown, signingKey: string): { text: string; signature: string } {
  const text = canonicalize(body) ?? ''
  const seconds = Math.floor(Date.now() / 1000)
  const hex = createHmac('sha256', keyText(signingKey)).update(text).update(String(seconds)).digest('hex')
  return { text, signature: `t=${seconds}&s=${hex}` }
}

/** The bearer token with which the app calls back, derived from the signing key as the SDK does it. */
export function bearerOf(signingKey: string): string {
  const prefix = /^signkey-[\w]+-/.exec(signingKey)?.[0] ?? ''
  return prefix + createHash('sha256').update(Buffer.from(keyText(signingKey), 'hex')).digest('hex')
}

/** Compares two secrets in constant time, whatever their lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
