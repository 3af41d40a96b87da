import type { AuthorizeRequest } from '../oauth/authorize-request'
import type { Company, Member } from '../state/types'
import { escape, layout } from './layout'

const meanings: Record<string, string> = {
  offline_access: 'Stay connected until you revoke the access',
  openid: 'Know who you are',
  'organization.read': 'Read and export your balance, IBAN, transactions, organization and team information',
  'attachment.read': 'Read the receipts of your transactions',
  'attachment.write': 'Add and remove receipts',
  'membership.read': 'Read your own membership and role',
  webhook: 'Be told when something changes',
}

/** The consent page: what the app asks for, and for which organization. */
export function consentPage(member: Member, company: Company, request: AuthorizeRequest, challenge: string): string {
  const items = request.scopes.map((scope) => `<li>${escape(meanings[scope] ?? scope)}</li>`).join('')
  return layout('Allow access', `<h1>Allow ${escape(request.client.name)}?</h1>
<p>Signed in as ${escape(`${member.firstName} ${member.lastName}`)} (${escape(member.role)}) of <strong>${escape(company.name)}</strong>.</p>
<form method="post" action="/oauth2/consent" class="card"><p>The app will be able to:</p><ul>${items}</ul>
<input type="hidden" name="challenge" value="${escape(challenge)}">
<button type="submit" name="decision" value="allow">Allow</button><button type="submit" name="decision" value="deny" class="plain">Refuse</button></form>`, true)
}
