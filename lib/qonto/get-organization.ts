import type { QontoSession } from './auth'
import { callQonto } from './client'
import { OrganizationReply } from './schemas'

/** The organization that the credentials open, with the bank accounts named there (unparsed). */
export async function getOrganization(session: QontoSession) {
  const reply = await callQonto(session, { method: 'GET', path: '/v2/organization', route: 'organization' }, OrganizationReply)
  return reply.organization
}
