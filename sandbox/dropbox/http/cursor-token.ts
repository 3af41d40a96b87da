import { createHmac, timingSafeEqual } from 'node:crypto'

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}

/** An opaque token that carries a value and cannot be made up; it stays readable after a restart. */
export function sealToken(secret: string, value: unknown): string {
  const text = Buffer.from(JSON.stringify(value)).toString('base64url')
  return `AA${text}${sign(secret, text)}`
}

/** The value of a token, or null when it was not made here. */
export function openToken(secret: string, token: string): unknown {
  const text = token.slice(2, -43)
  const given = Buffer.from(token.slice(-43))
  const right = Buffer.from(sign(secret, text))
  if (!token.startsWith('AA') || given.length !== right.length || !timingSafeEqual(given, right)) return null
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
}
