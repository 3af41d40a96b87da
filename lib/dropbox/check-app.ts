import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { DropboxApp } from './app'
import { send } from './transport'

/**
 * Asks Dropbox whether it knows this app key with this secret (`check/app`, which needs no user). Returns Dropbox's own time, when it says one.
 * @throws AppError `dropbox_app_refused`, or `dropbox_unreachable` and `dropbox_rate_limited` for what may pass.
 */
export async function checkApp({ key, secret }: DropboxApp): Promise<{ serverTime: Date | null }> {
  const reply = await send(`${env().DROPBOX_API_URL}/2/check/app`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'receipts' }),
    signal: AbortSignal.timeout(10_000),
  })
  if (reply.status === 429) throw new AppError('dropbox_rate_limited', 'check/app')
  if (reply.status >= 500) throw new AppError('dropbox_unreachable', `check/app answered ${reply.status}`)
  if (!reply.ok) throw new AppError('dropbox_app_refused', `check/app answered ${reply.status}`)
  const at = Date.parse(reply.headers.get('date') ?? '')
  return { serverTime: Number.isNaN(at) ? null : new Date(at) }
}
