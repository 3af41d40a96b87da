import type { ApiHandler } from '../wire/exchange'
import { notFound } from '../wire/wire-error'
import { visibleReceipt, visibleTransaction } from './visible-transaction'

/** `DELETE /v2/transactions/{id}/attachments/{attachment}`. */
export const removeAttachment: ApiHandler = (exchange, caller) => {
  const transaction = visibleTransaction(exchange, caller)
  const receipt = visibleReceipt(exchange, caller)
  if (receipt.transaction !== transaction) throw notFound('attachment')
  const { bank } = exchange
  bank.commit({ op: 'receipt-removed', id: receipt.id, at: bank.clock.now(), touch: bank.switches.removing_bumps_updated_at })
  return { status: 204 }
}

/** `DELETE /v2/transactions/{id}/attachments`: all of them. */
export const removeAllAttachments: ApiHandler = (exchange, caller) => {
  const { bank } = exchange
  for (const receipt of [...visibleTransaction(exchange, caller).receipts]) {
    bank.commit({ op: 'receipt-removed', id: receipt.id, at: bank.clock.now(), touch: bank.switches.removing_bumps_updated_at })
  }
  return { status: 204 }
}
