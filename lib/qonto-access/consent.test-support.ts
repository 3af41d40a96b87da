import type { Actor } from '@/lib/auth/actor'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { defaultClient } from '../../sandbox/qonto/companies/default-client'
import { beginQontoOAuth } from './begin-qonto-oauth'
import { completeQontoOAuth, type QontoReturn } from './complete-qonto-oauth'

export type Member = { id: string; email: string; role: string }

/** The app that the local Qonto knows. Call before `env()` is first read. */
export function useQontoClient(): void {
  process.env.QONTO_CLIENT_ID = defaultClient.clientId
  process.env.QONTO_CLIENT_SECRET = defaultClient.clientSecret
}

/** A person walks through sign-in and consent at the local Qonto; the result is what its last redirect carries. */
export async function consentAtQonto(redirectTo: string, member: Member, decision: 'allow' | 'deny' = 'allow'): Promise<QontoReturn> {
  const begun = await fetch(redirectTo, { redirect: 'manual' })
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const signIn = new URL(begun.headers.get('location') ?? '', redirectTo)
  const challenge = signIn.searchParams.get('login_challenge') ?? ''
  const post = async (path: string, fields: Record<string, string>) =>
    await fetch(new URL(path, redirectTo), { method: 'POST', headers: { cookie }, body: new URLSearchParams({ challenge, ...fields }), redirect: 'manual' })
  await post('/oauth2/signin', { member: member.id })
  const decided = await post('/oauth2/consent', { decision })
  return Object.fromEntries(new URL(decided.headers.get('location') ?? '').searchParams)
}

/** The owner of an organization whose company has a member who consents. */
export async function aConsentingOwner(company: { name: string; members: Member[] }): Promise<Actor> {
  const owner = await aMember(await anOrganization({ name: company.name }), 'owner')
  await connectAtQonto(owner, company)
  return owner
}

/** The owner visits Qonto, where the company's first member consents. */
export async function connectAtQonto(owner: Actor, company: { members: Member[] }): Promise<void> {
  const [member] = company.members
  if (!member) throw new Error('the company has no members')
  await completeQontoOAuth(owner, await consentAtQonto((await beginQontoOAuth(owner)).redirectTo, member))
}
