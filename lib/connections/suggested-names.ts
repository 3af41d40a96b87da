import 'server-only'
import { db } from '@/lib/db'

const MOST = 10

/** Names that the organization has given to its connections, each once, the last used first. */
export async function suggestedNames(organizationId: string): Promise<string[]> {
  const rows = await db().connection.findMany({
    where: { organizationId },
    orderBy: { connectedAt: 'desc' },
    select: { authenticationName: true },
    take: 100,
  })
  return [...new Set(rows.map((row) => row.authenticationName))].slice(0, MOST)
}
