import 'server-only'
import { verifyAuditChain, type ChainCheck } from './verify-audit-chain'

type Known = { check: ChainCheck & { intact: true }; from: number }

/** From then on the whole chain is recomputed, so that a change to what was checked is noticed as well. Real time. */
const WHOLE_EVERY_MS = 10 * 60_000
const MOST_KNOWN = 1000

const known = new Map<string, Known>()

/** Whether the organization's audit chain holds, for showing it: all of it every ten minutes, in between what was added since. */
export async function auditChainState(organizationId: string): Promise<ChainCheck> {
  const before = known.get(organizationId)
  const isRecent = before !== undefined && Date.now() - before.from < WHOLE_EVERY_MS
  const check = await verifyAuditChain(organizationId, isRecent ? before.check : undefined)
  known.delete(organizationId)
  if (check.intact) known.set(organizationId, { check, from: isRecent ? before.from : Date.now() })
  const [oldest] = known.keys()
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest)
  return check
}
