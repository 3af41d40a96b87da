import { z } from 'zod'
import type { TransactionFields } from '../state/operations'
import { json, type Exchange, type Handler, type Reply } from '../wire/exchange'
import { notFound } from '../wire/wire-error'
import { bookTransaction, type TransactionWish } from './book-transaction'
import { accountOf, companyOf, momentSchema } from './fields'
import { parseControl } from './parse-control'
import { controlTransaction } from './present'

export const transactionFieldsSchema = {
  amount_cents: z.number().int().min(0).optional(),
  counterparty: z.string().nullable().optional(),
  label: z.string().optional(),
  note: z.string().nullable().optional(),
  reference: z.string().nullable().optional(),
  side: z.enum(['credit', 'debit']).optional(),
  operation_type: z.string().optional(),
  status: z.enum(['pending', 'declined', 'completed', 'reversed']).optional(),
  emitted_at: momentSchema.optional(),
  settled_at: momentSchema.nullable().optional(),
}

const transactionSchema = z.strictObject({
  ...transactionFieldsSchema,
  id: z.string().optional(),
  company: z.string().optional(),
  account: z.string().optional(),
  created_at: momentSchema.optional(),
  updated_at: momentSchema.optional(),
})

type Body = z.infer<typeof transactionSchema>

/** `POST /_sandbox/transactions`: something happens on an account, or with `id` a transaction changes. */
export const putTransaction: Handler = async (exchange) => {
  const body = await parseControl(transactionSchema, exchange)
  if (body.id !== undefined) return change(exchange, body.id, body)
  const account = accountOf(companyOf(exchange.bank, body.company), body.account)
  return json(controlTransaction(bookTransaction(exchange.bank, account, wishOf(body))), 201)
}

/** The wish inside a control body. */
export function wishOf(body: Omit<Body, 'id' | 'company' | 'account' | 'updated_at'>): TransactionWish {
  const wish: Record<keyof TransactionWish, unknown> = {
    amountCents: body.amount_cents,
    counterparty: body.counterparty,
    label: body.label,
    note: body.note,
    reference: body.reference,
    side: body.side,
    operationType: body.operation_type,
    status: body.status,
    emittedAt: body.emitted_at,
    createdAt: body.created_at,
    settledAt: body.settled_at,
  }
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as TransactionWish
}

function change({ bank }: Exchange, id: string, body: Body): Reply {
  const transaction = bank.books.transactions.get(id)
  if (!transaction) throw notFound('transaction')
  const changes = { ...wishOf(body), updatedAt: body.updated_at ?? bank.clock.now() } as Partial<TransactionFields>
  bank.commit({ op: 'transaction-changed', id, changes })
  return json(controlTransaction(transaction))
}
