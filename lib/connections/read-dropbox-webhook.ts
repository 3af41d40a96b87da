import 'server-only'
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { sameText } from '@/lib/crypto'

const Notification = z.object({ list_folder: z.object({ accounts: z.array(z.string()).max(10_000) }) })

/**
 * Whose Dropbox changed, from a notification whose signature over the raw body is Dropbox's (compared in constant time): 403 when it is not, 400 when
 * it cannot be read. A replay only makes us look again.
 */
export function readDropboxWebhook(signature: string | null, body: string, appSecret: string | null): { status: 200; accountIds: string[] } | { status: 400 | 403 } {
  if (signature === null || appSecret === null) return { status: 403 }
  const expected = createHmac('sha256', appSecret).update(body, 'utf8').digest('hex')
  if (!sameText(signature, expected)) return { status: 403 }
  try {
    return { status: 200, accountIds: Notification.parse(JSON.parse(body)).list_folder.accounts }
  } catch {
    return { status: 400 }
  }
}
