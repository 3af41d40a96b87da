import 'server-only'
import { db } from '@/lib/db'
import type { OpenQontoRevocation } from './present'

/** Consents of this organization that are not used any more and whose end Qonto has not confirmed yet; newest first, without any secret. */
export async function listQontoRevocations(organizationId: string): Promise<OpenQontoRevocation[]> {
  const rows = await db().qontoRevocation.findMany({
    where: { organizationId, lapsesAt: { gt: new Date() } },
    select: { id: true, who: true, lapsesAt: true, tokenSealed: true },
    orderBy: { createdAt: 'desc' },
  })
  return rows.map(({ id, who, lapsesAt, tokenSealed }) => ({ id, who, lapsesAt: lapsesAt.toISOString(), isRetried: tokenSealed !== null }))
}
