import 'server-only'
import { db } from '@/lib/db'

/** Our id of the organization that Qonto names so, or null. */
export async function findOrganizationByExternalId(externalId: string): Promise<string | null> {
  const organization = await db().organization.findUnique({ where: { externalId }, select: { id: true } })
  return organization?.id ?? null
}
