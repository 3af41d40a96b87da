import path from 'node:path'
import { env } from '@/lib/env'
import { askMailServer } from '@/lib/notices/ask-mail-server'
import type { Finding } from './present'

/** Whether the mail server takes our sign-in; nothing is sent. Without one, mails are files. */
export async function checkMail(): Promise<Finding> {
  const { SMTP_URL, DATA_DIR } = env()
  if (!SMTP_URL) return { check: 'mail', code: 'mail_outbox', values: { dir: path.join(path.resolve(DATA_DIR), 'outbox') } }
  const host = URL.canParse(SMTP_URL) ? new URL(SMTP_URL).host : 'SMTP_URL'
  const answer = await askMailServer(SMTP_URL)
  return { check: 'mail', code: answer === 'ok' ? 'mail_ok' : answer === 'refused' ? 'mail_refused' : 'mail_down', values: { host } }
}
