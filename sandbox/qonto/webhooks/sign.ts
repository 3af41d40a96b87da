import { createHmac } from 'node:crypto'

/** The value of `X-Qonto-Signature` for a body sent at `seconds` since 1970. */
export function signWebhook(body: string, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
