import { FormData } from 'undici'
import { z } from 'zod'
import type { QontoSession } from './auth'
import { callQonto } from './client'

/**
 * Attaches a file to a transaction. Qonto processes it in the background, so that it is not visible at once, and replays
 * the first success for 30 minutes when the key repeats.
 */
export async function uploadAttachment(
  session: QontoSession,
  transactionId: string,
  file: { name: string; contentType: string; bytes: Uint8Array },
  idempotencyKey: string,
): Promise<void> {
  const form = () => {
    const data = new FormData()
    data.append('file', new File([Buffer.from(file.bytes)], file.name, { type: file.contentType }))
    return data
  }
  const path = `/v2/transactions/${encodeURIComponent(transactionId)}/attachments`
  await callQonto(session, { method: 'POST', path, route: 'transaction attachments', form, idempotencyKey }, z.unknown())
}
