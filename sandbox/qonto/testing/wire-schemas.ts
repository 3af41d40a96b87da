import { z } from 'zod'

// Written from Qonto's documents, not from the server's code. Strict: a field too many is a mistake too.

const uuid = z.uuid()
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
const cents = z.number().int()
const bytesAsText = z.string().regex(/^\d+$/)

export const metaSchema = z.strictObject({
  current_page: z.number().int().min(1),
  next_page: z.number().int().nullable(),
  prev_page: z.number().int().nullable(),
  total_pages: z.number().int().min(1),
  total_count: z.number().int().min(0),
  per_page: z.number().int().min(1).max(100),
})

const accountFields = {
  id: uuid,
  name: z.string(),
  status: z.enum(['active', 'closed']),
  main: z.boolean(),
  organization_id: uuid,
  iban: z.string().optional(),
  bic: z.string().optional(),
  currency: z.literal('EUR').optional(),
  balance: z.number().optional(),
  balance_cents: cents.optional(),
  authorized_balance: z.number().optional(),
  authorized_balance_cents: cents.optional(),
  updated_at: moment.optional(),
  is_external_account: z.boolean().optional(),
  account_number: z.null().optional(),
}

export const accountSchema = z.strictObject(accountFields)
export const bankAccountsSchema = z.strictObject({ bank_accounts: z.array(accountSchema), meta: metaSchema.optional() })
export const bankAccountSchema = z.strictObject({ bank_account: accountSchema })

export const organizationSchema = z.strictObject({
  organization: z.strictObject({
    id: uuid,
    name: z.string(),
    slug: z.string().regex(/^[a-z0-9-]+$/),
    legal_name: z.string(),
    legal_number: z.string(),
    legal_sector: z.string(),
    legal_registration_date: z.iso.date(),
    legal_address: z.string(),
    legal_form: z.string(),
    legal_country: z.string().length(2),
    legal_share_capital: z.number(),
    locale: z.string(),
    contract_signed_at: z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/),
    bank_accounts: z.array(z.strictObject({ ...accountFields, slug: z.string() })),
  }),
})

const attachmentFields = {
  id: uuid,
  created_at: moment,
  file_name: z.string(),
  file_size: bytesAsText,
  file_content_type: z.string(),
  url: z.url().includes('X-Amz-Expires=1800'),
}
const probative = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('available'), file_name: z.string(), file_content_type: z.string(), file_size: bytesAsText, url: z.url() }),
  z.strictObject({ status: z.enum(['unavailable', 'pending', 'corrupted']) }),
])

export const attachmentSchema = z.strictObject({ ...attachmentFields, probative_attachment: probative })
export const attachmentReplySchema = z.strictObject({ attachment: attachmentSchema })
export const attachmentsSchema = z.strictObject({ attachments: z.array(attachmentSchema), meta: metaSchema.optional() })
const embedded = z.strictObject({ ...attachmentFields, probative_attachment: z.strictObject({ status: z.enum(['available', 'unavailable', 'pending', 'corrupted']) }) })

const counterparty = z.strictObject({
  counterparty_account_number: z.string(),
  counterparty_account_number_format: z.literal('IBAN'),
  counterparty_bank_identifier: z.string(),
  counterparty_bank_identifier_format: z.literal('SWIFT_BIC'),
})
const named = z.strictObject({ name: z.string() }).nullable()

const transactionFields = {
  id: uuid,
  transaction_id: z.string().regex(/^[a-z0-9-]+-\d+-transaction-\d+$/),
  amount: z.number(),
  amount_cents: cents,
  settled_balance: z.number().nullable(),
  settled_balance_cents: cents.nullable(),
  attachment_ids: z.array(uuid).max(5),
  logo: z.strictObject({ small: z.string(), medium: z.string() }).nullable(),
  local_amount: z.number(),
  local_amount_cents: cents,
  side: z.enum(['credit', 'debit']),
  operation_type: z.enum(['income', 'transfer', 'card', 'direct_debit', 'direct_debit_collection', 'direct_debit_hold', 'qonto_fee', 'cheque', 'recall', 'swift_income', 'pay_later', 'financing_installment', 'other']),
  currency: z.string().length(3),
  local_currency: z.string().length(3),
  label: z.string(),
  clean_counterparty_name: z.string().nullable(),
  settled_at: moment.nullable(),
  emitted_at: moment,
  created_at: moment,
  updated_at: moment,
  status: z.enum(['pending', 'declined', 'completed', 'reversed']),
  note: z.string().nullable(),
  reference: z.string().nullable(),
  vat_amount: z.number().nullable(),
  vat_amount_cents: cents.nullable(),
  vat_rate: z.number().nullable(),
  initiator_id: uuid.nullable(),
  label_ids: z.array(uuid),
  attachment_lost: z.boolean(),
  attachment_required: z.boolean(),
  card_last_digits: z.string().length(4).nullable(),
  category: z.string(),
  cashflow_category: named,
  cashflow_subcategory: named,
  subject_type: z.string(),
  bank_account_id: uuid,
  is_external_transaction: z.boolean(),
  transfer: counterparty.optional(),
  income: counterparty.optional(),
  direct_debit: counterparty.optional(),
}

export const transactionSchema = z.strictObject(transactionFields)
export const fullTransactionSchema = z.strictObject({
  ...transactionFields,
  attachments: z.array(embedded),
  labels: z.array(z.strictObject({ id: uuid, name: z.string(), parent_id: uuid.nullable() })),
  vat_details: z.strictObject({
    items: z.array(z.strictObject({ amount: z.number(), amount_cents: cents, amount_excluding_vat: z.number(), amount_excluding_vat_cents: cents, rate: z.number() })),
  }),
})
export const transactionsSchema = z.strictObject({ transactions: z.array(transactionSchema), meta: metaSchema })
export const fullTransactionsSchema = z.strictObject({ transactions: z.array(fullTransactionSchema), meta: metaSchema })

const role = z.enum(['owner', 'admin', 'manager', 'reporting', 'employee', 'accountant'])
export const membershipsSchema = z.strictObject({
  memberships: z.array(z.strictObject({
    id: uuid, first_name: z.string(), last_name: z.string(), role, team_id: uuid, residence_country: z.string().length(2), birthdate: z.iso.date(),
    nationality: z.string().length(2), birth_country: z.string().length(2), ubo: z.boolean(), status: z.string(),
  })),
  meta: metaSchema,
})
export const membershipSchema = z.strictObject({
  membership: z.strictObject({
    id: uuid, first_name: z.string(), last_name: z.string(), email: z.email(), phone_number: z.string(), position: z.string().nullable(), status: z.string(), role,
    locale: z.string(), team_id: uuid, kyc_status: z.string(),
  }),
})

export const subscriptionSchema = z.strictObject({
  id: uuid, organization_id: uuid, membership_id: z.string(), callback_url: z.url(), types: z.array(z.string()).min(1), description: z.string().optional(),
  created_at: moment, updated_at: moment, secret: z.string().min(32).max(128),
})
export const subscriptionsSchema = z.strictObject({ subscriptions: z.array(subscriptionSchema), meta: metaSchema })

export const tokensSchema = z.strictObject({
  access_token: z.string().startsWith('ory_at_'), refresh_token: z.string().startsWith('ory_rt_').optional(), id_token: z.string().startsWith('eyJ').optional(),
  expires_in: z.number().int(), scope: z.string(), token_type: z.literal('bearer'),
})
export const oauthErrorSchema = z.strictObject({ error: z.string(), error_description: z.string() })

export const errorsSchema = z.strictObject({
  errors: z.array(z.strictObject({ code: z.string(), detail: z.string(), source: z.union([z.strictObject({ parameter: z.string() }), z.strictObject({ pointer: z.string() })]).optional() })).min(1),
  trace_id: z.string().regex(/^[0-9a-f]{32}$/),
})
export const gatewayErrorSchema = z.strictObject({ message: z.string(), trace_id: z.string().regex(/^[0-9a-f]{32}$/) })

export const eventSchema = z.strictObject({
  id: uuid, subscription_id: uuid, organization_id: uuid, membership_id: z.string(), type: z.string(), created_at: moment, data: z.record(z.string(), z.unknown()),
})
