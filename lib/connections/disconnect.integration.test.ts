import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { getAccount } from '@/lib/dropbox/get-account'
import type { DropboxSession } from '@/lib/dropbox/session'
import { uploadFile } from '@/lib/dropbox/upload-file'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { beginOAuth } from './begin-oauth'
import { completeOAuth } from './complete-oauth'
import { beginCall, onDisconnect } from './connection-watch'
import { disconnect } from './disconnect'
import { dropboxSession } from './dropbox-session'
import { findLiveConnection } from './find-live-connection'
import { finishSetup } from './finish-setup'
import { getOrOpenDraft } from './get-or-open-draft'
import { listOpenRevocations } from './list-open-revocations'
import { noteDropboxChange } from './note-dropbox-change'
import { retryRevocations } from './retry-revocations'
import { saveAuthenticationName } from './save-authentication-name'
import { saveStart } from './save-start'

const dropbox = await useLocalDropbox()
await useTestDatabase()

let owner: Actor
let admin: Actor
let account: string
let serial = 0

beforeEach(async () => {
  await dropbox.faults([])
  await dropbox.control('PUT', 'latency', {})
  const organization = await anOrganization()
  owner = await aMember(organization, 'owner')
  admin = await aMember(organization, 'admin')
  account = `disconnect-${++serial}@example.com`
  await dropbox.account(account)
})

async function connected(actor: Actor, email = account) {
  await getOrOpenDraft(actor)
  await saveAuthenticationName(actor, 'Office')
  const { redirectTo } = await beginOAuth(actor, { purpose: 'setup' })
  await completeOAuth(actor, Object.fromEntries((await dropbox.consent(redirectTo, 'continue', email)).searchParams))
  await saveStart(actor, { preset: 'everything' })
  return finishSetup(actor)
}

const DISCONNECTED = { state: 'disconnected', liveKey: null, disconnectedAt: new Date(), refreshTokenSealed: null, accessTokenSealed: null } as const
const rowOf = (id: string) => db().connection.findUniqueOrThrow({ where: { id } })
const isLinked = async () => ((await dropbox.account(account)) as { id: string; linked_apps?: string[] }).linked_apps?.length === 1
const filesThere = async () => (await dropbox.tree(account)).filter((entry) => entry.kind === 'file').length

/** Uploads small files side by side until the session ends; answers how the last one ended. */
async function keepUploading(session: DropboxSession) {
  const ends: unknown[] = []
  const worker = async (name: number) => {
    for (let index = 0; ends.length === 0; index++) {
      await uploadFile(session, { path: `/Qonto/${name}-${index}.pdf`, bytes: Buffer.from(`${name} ${index}`) }).catch((error: unknown) => ends.push(error))
    }
  }
  await Promise.all([worker(1), worker(2), worker(3)])
  return ends
}

/** Another process that uploads one file after the other; `ended` is the code it ends with. */
function uploadElsewhere(connectionId: string) {
  const args = ['--conditions=react-server', '--import', 'tsx', 'lib/connections/keep-uploading.test-support.ts', connectionId]
  const child = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { ended: Promise.all([text(child.stdout), once(child, 'exit')]).then(([words]) => words.trim()) }
}

describe('disconnecting', () => {
  test('wipes every secret, ends the runs, revokes at Dropbox, keeps the files and writes the audit log', async () => {
    const { connectionId, runId } = await connected(owner)
    await uploadFile(await dropboxSession(connectionId), { path: '/Qonto/stays.pdf', bytes: Buffer.from('stays') })
    await disconnect(admin, connectionId)
    expect(await rowOf(connectionId)).toMatchObject({
      state: 'disconnected',
      liveKey: null,
      disconnectedByName: admin.name,
      refreshTokenSealed: null,
      accessTokenSealed: null,
      revokeTokenSealed: null,
      revokeState: 'done',
      lockRunId: null,
    })
    expect(await db().run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ state: 'ended', outcome: 'stopped', problem: 'disconnected' })
    expect(await isLinked()).toBe(false)
    expect(await filesThere()).toBe(1)
    const actions = await db().auditEntry.findMany({ where: { organizationId: owner.organizationId }, orderBy: { seq: 'asc' }, select: { action: true } })
    expect(actions.map(({ action }) => action)).toEqual(['connect', 'disconnect'])
  })

  test('twice is once', async () => {
    const { connectionId } = await connected(owner)
    await disconnect(owner, connectionId)
    await disconnect(owner, connectionId)
    expect(await db().auditEntry.count({ where: { organizationId: owner.organizationId, action: 'disconnect' } })).toBe(1)
  })

  test('lets a colleague connect their own Dropbox', async () => {
    const { connectionId } = await connected(owner)
    await disconnect(admin, connectionId)
    await dropbox.account('colleague@example.com')
    const second = await connected(admin, 'colleague@example.com')
    expect(await findLiveConnection(owner.organizationId)).toMatchObject({ id: second.connectionId, connectedBy: admin.name })
  })

  test('of another organization’s connection is not found, and changes nothing', async () => {
    const { connectionId } = await connected(owner)
    const stranger = await aMember(await anOrganization(), 'owner')
    await expect(disconnect(stranger, connectionId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(disconnect(stranger, 'unknown')).rejects.toMatchObject({ code: 'not_found' })
    expect((await getAccount(await dropboxSession(connectionId))).email).toBe(account)
  })
})

describe('a disconnect during an upload', () => {
  test('ends it at once, and after it has returned no write reaches Dropbox', async () => {
    const { connectionId } = await connected(owner)
    const uploading = keepUploading(await dropboxSession(connectionId))
    await expect.poll(filesThere).toBeGreaterThan(3)
    await disconnect(owner, connectionId)
    const there = await filesThere()
    const calls = await dropbox.calls('files/upload')
    expect(await uploading).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'disconnected' })]))
    expect([await filesThere(), await dropbox.calls('files/upload')]).toEqual([there, calls])
  })

  test('also when Dropbox refuses to revoke: nothing more is written, and the open link is shown and tried again', async () => {
    const { connectionId } = await connected(owner)
    const uploading = keepUploading(await dropboxSession(connectionId))
    await expect.poll(filesThere).toBeGreaterThan(3)
    await dropbox.faults([{ kind: 'server_error', route: 'auth/token/revoke' }])
    await disconnect(owner, connectionId)
    const calls = await dropbox.calls('files/upload')
    await uploading
    expect(await dropbox.calls('files/upload')).toBe(calls)
    expect(await rowOf(connectionId)).toMatchObject({ state: 'disconnected', refreshTokenSealed: null, accessTokenSealed: null, revokeState: 'failed' })
    expect(await listOpenRevocations(owner.organizationId)).toMatchObject([{ connectionId, dropboxEmail: account }])
    expect(await isLinked()).toBe(true)
    await dropbox.faults([])
    expect(await retryRevocations()).toEqual({ done: 1, failed: 0 })
    expect(await isLinked()).toBe(false)
    expect(await listOpenRevocations(owner.organizationId)).toEqual([])
    expect((await rowOf(connectionId)).revokeTokenSealed).toBeNull()
  })

  test('also by another process: what it had begun has reached Dropbox or never will, though the access was revoked at once', async () => {
    const { connectionId } = await connected(owner)
    // Each commit takes Dropbox longer than revoking does.
    await dropbox.control('PUT', 'latency', { per_entry_ms: 900 })
    const { ended } = uploadElsewhere(connectionId)
    await expect.poll(filesThere, { timeout: 30_000 }).toBeGreaterThan(1)
    await disconnect(owner, connectionId)
    expect(await rowOf(connectionId)).toMatchObject({ revokeState: 'done' })
    const [there, calls] = [await filesThere(), await dropbox.calls('files/upload')]
    expect(await ended).toBe('disconnected')
    expect([await filesThere(), await dropbox.calls('files/upload')]).toEqual([there, calls])
  })

  test('by another process is noticed while a long call is under way, and refuses the next', async () => {
    const { connectionId } = await connected(owner)
    const session = await dropboxSession(connectionId)
    await session.accessToken()
    await dropbox.control('PUT', 'latency', { per_call_ms: 3000 })
    let begun = () => {}
    const isUnderWay = new Promise<void>((resolve) => (begun = resolve))
    const call = getAccount({ ...session, begin: () => beginCall(connectionId).finally(begun) })
    await isUnderWay
    // What another process would commit; nothing of this process is told.
    await db().connection.update({ where: { id: connectionId }, data: DISCONNECTED })
    await expect(call).rejects.toMatchObject({ code: 'disconnected' })
    expect(onDisconnect(connectionId).aborted).toBe(true)
    await dropbox.control('PUT', 'latency', {})
    await expect(getAccount(session)).rejects.toMatchObject({ code: 'disconnected' })
  })
})

test('a change at Dropbox concerns the live connections of the account alone', async () => {
  const { connectionId } = await connected(owner)
  const { dropboxAccountId } = await rowOf(connectionId)
  expect(await noteDropboxChange([dropboxAccountId, 'dbid:unknown'])).toEqual([{ connectionId, organizationId: owner.organizationId }])
  await disconnect(owner, connectionId)
  expect(await noteDropboxChange([dropboxAccountId])).toEqual([])
})
