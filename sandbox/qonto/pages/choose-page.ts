import type { Company } from '../state/types'
import { escape, layout } from './layout'

/** The sign-in page: every member of every organization can be chosen, without a password. */
export function choosePage(companies: Company[], challenge: string, appName: string): string {
  const groups = companies.map((company) => `<fieldset><legend>${escape(company.name)}</legend>${company.members.map(choice).join('')}</fieldset>`).join('')
  return layout('Sign in', `<h1>Sign in to Qonto</h1><p>${escape(appName)} asks for access. Choose who you are.</p>
<form method="post" action="/oauth2/signin" class="card"><input type="hidden" name="challenge" value="${escape(challenge)}">
${groups}<button type="submit">Continue</button></form>`, true)
}

function choice(member: Company['members'][number]): string {
  return `<label class="choice"><input type="radio" name="member" value="${escape(member.id)}" required>
<span>${escape(`${member.firstName} ${member.lastName}`)} <span class="tag">${escape(member.role)}</span><br><span class="soft">${escape(member.email)}</span></span></label>`
}
