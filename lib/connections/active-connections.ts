import 'server-only'
import { db } from '@/lib/db'

/** Live connections whose access works, in pages by id; start with `after: null`. */
export async function activeConnections({ after, limit }: { after: string | null; limit: number }): Promise<{ connectionId: string; organizationId: string }[]> {
  const rows = await db().connection.findMany({
    where: { state: 'active', ...(after && { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true, organizationId: true },
  })
  return rows.map(({ id, organizationId }) => ({ connectionId: id, organizationId }))
}
