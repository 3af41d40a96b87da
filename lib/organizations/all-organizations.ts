import 'server-only'
import { db } from '@/lib/db'

/** More would take an operator's patience: each is asked for over the network. */
const MOST = 50

/** Ids of the installation's organizations, the oldest first; for an operator, never for a member. */
export async function allOrganizations(): Promise<string[]> {
  const rows = await db().organization.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: MOST, select: { id: true } })
  return rows.map(({ id }) => id)
}
