import { spawnSync } from 'node:child_process'
import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization, PASSWORD } from '@/lib/testing/factories'
import { authenticate } from './authenticate'
import { actorOfSession } from './sessions'

const installation = vi.hoisted(() => ({ isLocal: true }))
vi.mock('@/lib/env', async (original) => {
  const real = await original<typeof import('@/lib/env')>()
  return { ...real, env: () => ({ ...real.env(), isLocal: installation.isLocal }) }
})

await useTestDatabase()

test('demo accounts that lie in the database open nothing once real keys are configured, and others still do', async () => {
  const organization = await anOrganization()
  const [demo, real] = [await aMember(organization, 'owner'), await aMember(organization, 'admin')]
  await db().user.update({ where: { id: demo.userId }, data: { email: 'owner@acme.example' } })
  const enter = (email: string) => authenticate({ email, password: PASSWORD, address: '127.0.0.1' })

  await expect(enter('Owner@Acme.Example')).resolves.toMatchObject({ userId: demo.userId })
  installation.isLocal = false
  await expect(enter('Owner@Acme.Example')).rejects.toMatchObject({ code: 'sign_in_failed' })
  expect(await actorOfSession(demo.sessionId)).toBeNull()
  await expect(enter(real.email)).resolves.toMatchObject({ userId: real.userId })
})

test('the demo data refuses to be written with real keys', () => {
  const start = (env: Record<string, string>) => spawnSync(process.execPath, ['scripts/run.mjs', 'scripts/seed.ts'], { env: { ...process.env, ...env }, encoding: 'utf8' })
  const real = { DROPBOX_API_URL: 'https://api.dropboxapi.com' }
  for (const DEMO of ['0', '1']) {
    const { status, stderr } = start({ ...real, DEMO })
    expect(status, DEMO).not.toBe(0)
    expect(stderr).toMatch(DEMO === '1' ? /DEMO: may only be 1 with local servers/ : /demo accounts exist only while no real key is configured/)
  }
})
