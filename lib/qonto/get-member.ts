import type { QontoSession } from './auth'
import { callQonto } from './client'
import { MembershipReply } from './schemas'

/** The member who consented. Only for OAuth with `membership.read`: an API key belongs to nobody. */
export async function getMember(session: QontoSession): Promise<{ name: string }> {
  const { membership } = await callQonto(session, { method: 'GET', path: '/v2/membership', route: 'membership' }, MembershipReply)
  const name = [membership.first_name, membership.last_name].filter(Boolean).join(' ')
  return { name: name || membership.email || membership.id }
}
