import { json, type ApiHandler } from '../wire/exchange'
import { paginate, readPage } from './paginate'
import { presentReceipt } from './present-receipt'
import { visibleReceipt, visibleTransaction } from './visible-transaction'

/** `GET /v2/transactions/{id}/attachments`. */
export const listAttachments: ApiHandler = (exchange, caller) => {
  const { bank, origin, url } = exchange
  const { items, meta } = paginate(visibleTransaction(exchange, caller).receipts, readPage(url.searchParams), bank.switches)
  const attachments = items.map((receipt) => presentReceipt(receipt, bank, origin))
  return json({ attachments, ...(bank.switches.attachments_meta ? { meta } : {}) }, 200, items.length)
}

/** `GET /v2/attachments/{id}`. */
export const getAttachment: ApiHandler = (exchange, caller) =>
  json({ attachment: presentReceipt(visibleReceipt(exchange, caller), exchange.bank, exchange.origin) })
