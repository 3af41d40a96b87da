import { afterAll } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { saveQontoCredential } from '@/lib/qonto-access/save-qonto-credential'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { startQontoServer } from '../../sandbox/qonto/server'

export type LocalCompany = { id: string; name: string; api_key: { login: string; secret: string }; accounts: { id: string; name: string }[]; counts: { transactions: number; receipts: number } }
export type LocalReceipt = { id: string; transaction: string; account: string; file_name: string; size: number }

/** Starts a local Qonto without demo data and makes it the one that this test file talks to. Call before `env()` is first read. */
export async function useLocalQonto() {
  const server = await startQontoServer({ demo: false })
  process.env.QONTO_API_URL = server.url
  process.env.QONTO_OAUTH_URL = server.url
  afterAll(async () => await server.close())
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${server.url}/_sandbox/${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body), headers: { 'content-type': 'application/json' } })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }
  return {
    url: server.url,
    control,
    company: async (spec: Record<string, unknown> = {}) => await control<LocalCompany>('POST', 'companies', { accounts: 1, transactions: 0, receipts: 0, ...spec }),
    receipt: async (fields: Record<string, unknown>) => await control<LocalReceipt>('POST', 'receipts', fields),
    transaction: async (fields: Record<string, unknown>) => await control<{ id: string }>('POST', 'transactions', fields),
    account: async (fields: Record<string, unknown>) => await control<{ id: string }>('POST', 'accounts', fields),
    faults: async (rules: Record<string, unknown>[]) => await control('PUT', 'faults', rules),
    switches: async (values: Record<string, unknown>) => await control('PUT', 'switches', values),
    calls: async () => await control<{ total: number; routes: Record<string, { count: number }> }>('GET', 'calls'),
    clearCalls: async () => await control('DELETE', 'calls'),
  }
}

/** An organization whose owner has given it the company's API key. */
export async function anOrganizationAtQonto(company: LocalCompany): Promise<Actor> {
  const owner = await aMember(await anOrganization({ name: company.name }), 'owner')
  await saveQontoCredential(owner, company.api_key)
  return owner
}
