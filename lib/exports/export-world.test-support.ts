import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach } from 'vitest'
import { expectCountsAgree } from '@/lib/counts/counts-agree.test-support'
import { db } from '@/lib/db'
import { sealToken } from '@/lib/connections/sealed-token'
import { anOrganizationAtQonto, useLocalQonto, type LocalCompany } from '@/lib/sources/local-qonto.test-support'
import { startDropboxServer } from '../../sandbox/dropbox/start-dropbox-server'
import { executeRun } from './execute-run'
import { requestRun } from './request-run'
import type { RunTrigger } from './present'

export type TreeEntry = { path: string; kind: 'file' | 'folder'; id: string; rev: string; size: number; content_hash: string }

/** Starts a local Dropbox and makes it the one that this test file talks to. Call before `env()` is first read. */
export async function useLocalDropbox() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'local-dropbox-'))
  const server = await startDropboxServer({ dataDir })
  for (const name of ['API', 'CONTENT', 'NOTIFY', 'WEB']) process.env[`DROPBOX_${name}_URL`] = server.url
  afterAll(async () => {
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const control = async <T>(method: string, route: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${server.url}/_sandbox/${route}`, { method, body: body === undefined ? undefined : JSON.stringify(body) })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`)
    return JSON.parse(text) as T
  }
  return {
    url: server.url,
    control,
    account: async (email: string, fields: Record<string, unknown> = {}) => await control<{ id: string; used: number }>('POST', 'accounts', { email, name: email, ...fields }),
    tree: async (account: string) => await control<TreeEntry[]>('GET', `tree?account=${encodeURIComponent(account)}`),
    files: async (account: string) => (await control<TreeEntry[]>('GET', `tree?account=${encodeURIComponent(account)}`)).filter((entry) => entry.kind === 'file'),
    user: async (account: string, op: string, fields: Record<string, unknown>) => await control('POST', 'user', { account, op, ...fields }),
    faults: async (faults: Record<string, unknown>[]) => await control('PUT', 'faults', faults),
    calls: async () => await control<{ total: number; routes: Record<string, { count: number; errors: number; bytes: number }> }>('GET', 'calls'),
    clearCalls: async () => await control('DELETE', 'calls'),
  }
}

let serial = 0

/** Both local servers, and connected organizations to try things with. After each test the counts by month must be what the ledger says. */
export async function useExportWorld() {
  const [qonto, dropbox] = [await useLocalQonto(), await useLocalDropbox()]
  afterEach(() => expectCountsAgree())
  return {
    qonto,
    dropbox,
    /** A connection of a company's organization to a Dropbox account of its own, as Finish leaves it, from `startAt` on. */
    async connected(spec: Record<string, unknown> = {}, options: { quota?: number; startAt?: Date; timeZone?: string } = {}) {
      const company = await qonto.company(spec)
      const actor = await anOrganizationAtQonto(company)
      const email = `owner-${process.pid}-${++serial}@example.com`
      await dropbox.account(email, { quota: options.quota ?? 20_000_000_000 })
      if (options.timeZone) await db().organization.update({ where: { id: actor.organizationId }, data: { timeZone: options.timeZone } })
      const connectionId = await connect(dropbox, actor.organizationId, email, options.startAt)
      return worldOf({ company, actor, email, connectionId, dropbox, organizationId: actor.organizationId })
    },
  }
}

type Parts = { company: LocalCompany; actor: Awaited<ReturnType<typeof anOrganizationAtQonto>>; email: string; connectionId: string; organizationId: string; dropbox: Awaited<ReturnType<typeof useLocalDropbox>> }

function worldOf(parts: Parts) {
  const { organizationId, connectionId, dropbox, email } = parts
  const request = async (trigger: RunTrigger = 'manual') => (await requestRun({ organizationId, connectionId, trigger })).runId
  return {
    ...parts,
    ref: (runId: string) => ({ runId, connectionId, organizationId }),
    request,
    run: async (trigger: RunTrigger = 'manual') => await executeRun(await request(trigger)),
    /** The receipts' files: without the manifests beside them. */
    files: async () => (await dropbox.files(email)).filter(({ path }) => !path.includes('/_Qonto receipts ')),
    manifests: async () => (await dropbox.files(email)).filter(({ path }) => path.includes('/_Qonto receipts ')),
    exports: async () => await db().export.findMany({ where: { connectionId }, orderBy: { id: 'asc' }, include: { receipt: true } }),
    connection: async () => await db().connection.findUniqueOrThrow({ where: { id: connectionId } }),
    lastRun: async () => await db().run.findFirstOrThrow({ where: { connectionId }, orderBy: { requestedAt: 'desc' } }),
    user: async (op: string, path: string, fields: Record<string, unknown> = {}) => await dropbox.user(email, op, { path, ...fields }),
    /** As Disconnect leaves the row, without its calls. */
    async disconnectRow() {
      await db().connection.update({ where: { id: connectionId }, data: { state: 'disconnected', liveKey: null, disconnectedAt: new Date(), lockRunId: null } })
    },
    async connectAgain(startAt?: Date) {
      return worldOf({ ...parts, connectionId: await connect(dropbox, organizationId, email, startAt) })
    },
  }
}

/** A live connection row with tokens that the local Dropbox has issued. */
export async function connect(dropbox: { control: <T>(method: string, route: string, body?: unknown) => Promise<T> }, organizationId: string, account: string, startAt = new Date(0)) {
  const token = await dropbox.control<{ access_token: string; refresh_token: string; account_id: string }>('POST', 'tokens', { account })
  const connection = await db().connection.create({
    data: {
      organizationId, liveKey: organizationId, draftId: `draft-${process.pid}-${++serial}`, authenticationName: 'Our Dropbox', connectedByUserId: 'u',
      connectedByName: 'The owner', connectedAt: new Date(), startAt, dropboxAccountId: token.account_id, dropboxEmail: account, dropboxName: account,
      dropboxKind: 'basic', scopes: ['files.content.write'], rootName: 'Qonto', periodKind: 'month', fileTemplate: '{date} {counterparty} {original}',
    },
  })
  await db().connection.update({
    where: { id: connection.id },
    data: {
      refreshTokenSealed: sealToken(token.refresh_token, { table: 'Connection', column: 'refreshTokenSealed' }, connection),
      accessTokenSealed: sealToken(token.access_token, { table: 'Connection', column: 'accessTokenSealed' }, connection),
      accessTokenExpiresAt: new Date(Date.now() + 3_600_000),
    },
  })
  return connection.id
}
