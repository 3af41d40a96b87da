import type { QontoSession } from './auth'
import { callQonto } from './client'
import { TransactionReply } from './schemas'

/** One transaction by its UUID with its attachments, unparsed. @throws AppError `qonto_not_found`. */
export async function getTransaction(session: QontoSession, id: string): Promise<unknown> {
  const path = `/v2/transactions/${encodeURIComponent(id)}`
  const reply = await callQonto(session, { method: 'GET', path, route: 'transaction', query: [['includes[]', 'attachments']] }, TransactionReply)
  return reply.transaction
}
