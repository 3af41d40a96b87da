import 'server-only'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import nodemailer from 'nodemailer'
import { env } from '@/lib/env'

/** `key` names the mail for ever: the same mail sent again carries the same Message-ID, and takes the same place in the outbox. */
export type Mail = { key: string; to: { name: string; address: string }; subject: string; text: string }
export type Postman = {
  /** `refused`: this recipient will never get it. @throws Error when mail cannot be sent at all at the moment. */
  deliver(mail: Mail): Promise<'sent' | 'refused'>
  close(): void
}

const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Mail over SMTP_URL; without it, files in DATA_DIR/outbox that any mail program opens. */
export function openPostman(): Postman {
  const { SMTP_URL, DATA_DIR } = env()
  return SMTP_URL ? overSmtp(SMTP_URL) : intoOutbox(path.join(DATA_DIR, 'outbox'))
}

function envelope({ key, to, subject, text }: Mail) {
  const { APP_URL, MAIL_FROM } = env()
  const host = new URL(APP_URL).hostname
  return { messageId: `<${key}@${host}>`, from: MAIL_FROM ?? `receipts@${host}`, to, subject, text, headers: { 'auto-submitted': 'auto-generated' } }
}

function overSmtp(url: string): Postman {
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: 1, ...PATIENCE })
  return {
    async deliver(mail) {
      try {
        await transport.sendMail(envelope(mail))
        return 'sent'
      } catch (error) {
        if (isRecipientRefused(error)) return 'refused'
        throw error
      }
    },
    close: () => transport.close(),
  }
}

/** RFC 5321 §4.2.1: 5yz is final. Only at RCPT TO it is about the recipient (nodemailer's EENVELOPE); elsewhere the operator has to look. */
function isRecipientRefused(error: unknown): boolean {
  const { code, command, responseCode } = error as { code?: unknown; command?: unknown; responseCode?: unknown }
  return code === 'EENVELOPE' && command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500
}

function intoOutbox(dir: string): Postman {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    async deliver(mail) {
      const { message } = await composer.sendMail(envelope(mail))
      await mkdir(dir, { recursive: true, mode: 0o700 })
      const file = path.join(dir, `${mail.key}.eml`)
      await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 })
      await rename(`${file}.part`, file)
      return 'sent'
    },
    close: () => composer.close(),
  }
}
