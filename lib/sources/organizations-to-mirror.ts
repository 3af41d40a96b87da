import 'server-only'
import { db } from '@/lib/db'

/** Organizations whose Qonto credentials were accepted, in pages by id; start with `after: null`. */
export async function organizationsToMirror({ after, limit }: { after: string | null; limit: number }): Promise<string[]> {
  const rows = await db().qontoCredential.findMany({
    where: { state: 'accepted', ...(after && { organizationId: { gt: after } }) },
    orderBy: { organizationId: 'asc' },
    take: limit,
    select: { organizationId: true },
  })
  return rows.map((row) => row.organizationId)
}
