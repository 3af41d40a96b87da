import type { QontoSession } from './auth'
import { callQonto } from './client'
import { AttachmentReply, type QontoAttachment } from './schemas'

/** One attachment with a fresh address, valid for 30 minutes. @throws AppError `qonto_not_found`. */
export async function getAttachment(session: QontoSession, id: string): Promise<QontoAttachment> {
  const path = `/v2/attachments/${encodeURIComponent(id)}`
  const reply = await callQonto(session, { method: 'GET', path, route: 'attachment' }, AttachmentReply)
  return reply.attachment
}
