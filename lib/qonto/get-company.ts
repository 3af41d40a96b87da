import type { QontoSession } from './auth'
import { getOrganization } from './get-organization'

/** Which company the credentials open, by Qonto's lasting id of it, and what people call it. */
export async function getCompany(session: QontoSession): Promise<{ externalId: string; name: string }> {
  const { id, slug, name, legal_name } = await getOrganization(session)
  return { externalId: id ?? slug, name: name ?? legal_name ?? slug }
}
