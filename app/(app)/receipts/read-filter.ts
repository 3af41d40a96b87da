import { z } from 'zod'
import { isCursor } from '@/lib/receipts/page-cursor'
import type { ReceiptFilter } from '@/lib/receipts/present'

export type Search = Promise<Record<string, string | string[] | undefined>>

const text = (max: number) => z.string().min(1).max(max).optional().catch(undefined)

const Address = z.object({
  search: text(200),
  account: text(64),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/).optional().catch(undefined),
  state: z.enum(['in_dropbox', 'waiting', 'problem', 'kept_away', 'changed', 'outside']).optional().catch(undefined),
  cursor: z.string().max(200).refine(isCursor).optional().catch(undefined),
})

/** The filter that the address names; what it cannot mean is ignored. `query` is the same for links of the page. */
export async function readFilter(search: Search): Promise<{ filter: ReceiptFilter; query: z.output<typeof Address> }> {
  const query = Address.parse(await search)
  const { account, ...rest } = query
  return { filter: { ...rest, accountId: account }, query }
}
