import { z } from 'zod'

// Qonto adds fields, enum values and identifier formats without notice: only what is used is named, unknown values pass.

const count = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,15}$/).transform(Number)])
/** Printable ASCII: ids go into addresses and keys. */
const id = z.string().regex(/^[\x21-\x7e]{1,200}$/)
const moment = z.string().transform((text, context) => {
  const at = new Date(text)
  if (at.getTime() >= 0 && at.getUTCFullYear() <= 9999) return at
  context.issues.push({ code: 'custom', input: text, message: 'not a moment' })
  return z.NEVER
})
/** Text that the database can hold: no NUL, no half of a surrogate pair. */
const optionalText = z.string().nullish().transform((text) => text?.replaceAll('\0', '').replace(/\p{Cs}/gu, '\ufffd') ?? null)

export const Meta = z.object({ current_page: count.optional(), total_pages: count.nullish(), total_count: count.nullish() })

export const BankAccount = z.object({
  id,
  name: optionalText,
  currency: optionalText,
  status: optionalText,
  main: z.boolean().nullish(),
  is_external_account: z.boolean().nullish(),
})

export const OrganizationReply = z.object({
  organization: z.object({
    id: optionalText,
    slug: z.string().min(1),
    name: optionalText,
    legal_name: optionalText,
    bank_accounts: z.array(z.unknown()).nullish(),
  }),
})

export const MembershipReply = z.object({
  membership: z.object({ id, first_name: optionalText, last_name: optionalText, email: optionalText }),
})

export const BankAccountsReply = z.object({ bank_accounts: z.array(z.unknown()), meta: Meta.nullish().catch(null) })

/** The certified copy. Inside a transaction only its status is named; what does not parse counts as not named. */
const ProbativeAttachment = z.object({
  status: z.enum(['available', 'pending', 'unavailable', 'corrupted']),
  file_size: count.nullish(),
  file_content_type: optionalText,
  url: optionalText,
})

export const Attachment = z.object({
  id,
  created_at: moment,
  file_name: optionalText,
  file_size: count,
  file_content_type: optionalText,
  url: optionalText,
  probative_attachment: ProbativeAttachment.nullish().catch(null),
})

export const AttachmentReply = z.object({ attachment: Attachment })

/** Amounts are whole cents; where `amount_cents` is absent the decimal amount is used. */
export const Transaction = z.object({
  id,
  amount: z.number().nullish(),
  amount_cents: z.number().int().nullish(),
  currency: optionalText,
  side: optionalText,
  label: optionalText,
  clean_counterparty_name: optionalText,
  status: optionalText,
  operation_type: optionalText,
  emitted_at: moment.nullish(),
  created_at: moment.nullish(),
  settled_at: moment.nullish(),
  updated_at: moment.nullish(),
  bank_account_id: id.nullish(),
  attachment_ids: z.array(id).nullish(),
  attachments: z.array(z.unknown()).nullish(),
})

export const TransactionReply = z.object({ transaction: z.unknown() })
export const TransactionsReply = z.object({ transactions: z.array(z.unknown()), meta: Meta.nullish().catch(null) })

export type QontoTransaction = z.output<typeof Transaction>
export type QontoAttachment = z.output<typeof Attachment>
export type QontoBankAccount = z.output<typeof BankAccount>
