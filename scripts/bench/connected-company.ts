import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { sealToken } from '@/lib/connections/sealed-token'
import { requestRun } from '@/lib/exports/request-run'
import { saveQontoCredential } from '@/lib/qonto-access/save-qonto-credential'
import type { World } from './world'

export type Company = { organizationId: string; connectionId: string; email: string; request(): Promise<string> }

/** A generated company whose organization is connected to a Dropbox of its own, as Finish leaves it. */
export async function connectedCompany(world: World, spec: { receipts: number; accounts?: number; size?: { min: number; max: number }; months?: number }): Promise<Company> {
  const company = await world.qonto<{ name: string; api_key: { login: string; secret: string } }>('POST', 'companies', {
    seed: randomUUID(), accounts: spec.accounts ?? 3, transactions: spec.receipts, receipts: spec.receipts, months: spec.months ?? 14,
    receipt_size: spec.size ?? { min: 20_000, max: 400_000 },
  })
  const { id: organizationId, name: organizationName, timeZone, locale } = await db().organization.create({ data: { name: company.name } })
  const actor = { userId: 'bench', name: 'Bench', email: 'bench@example.com', role: 'owner' as const, sessionId: 'bench', organizationId, organizationName, timeZone, locale }
  await saveQontoCredential(actor, company.api_key)
  const email = `bench-${randomUUID()}@example.com`
  const connectionId = await connectDropbox(world, organizationId, email)
  return { organizationId, connectionId, email, request: async () => (await requestRun({ organizationId, connectionId, trigger: 'manual' })).runId }
}

async function connectDropbox(world: World, organizationId: string, email: string): Promise<string> {
  await world.dropbox('POST', 'accounts', { email, name: 'Bench', quota: 1e13 })
  const token = await tokensFor(world, email)
  const connection = await db().connection.create({
    data: {
      organizationId, liveKey: organizationId, draftId: randomUUID(), authenticationName: 'Bench', connectedByUserId: 'bench', connectedByName: 'Bench',
      connectedAt: new Date(), startAt: new Date(0), dropboxAccountId: token.account_id, dropboxEmail: email, dropboxName: 'Bench', dropboxKind: 'basic',
      scopes: [], rootName: 'Qonto', periodKind: 'month', fileTemplate: '{date} {counterparty} {original}', accessTokenExpiresAt: new Date(Date.now() + 4 * 3_600_000),
    },
  })
  await db().connection.update({
    where: { id: connection.id },
    data: {
      refreshTokenSealed: sealToken(token.refresh_token, { table: 'Connection', column: 'refreshTokenSealed' }, connection),
      accessTokenSealed: sealToken(token.access_token, { table: 'Connection', column: 'accessTokenSealed' }, connection),
    },
  })
  return connection.id
}

export type Tokens = { access_token: string; refresh_token: string; account_id: string }

/** A fresh link of a Dropbox account with the app. */
export const tokensFor = (world: World, account: string): Promise<Tokens> => world.dropbox<Tokens>('POST', 'tokens', { account })
