import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { useTestDatabase } from '@/lib/testing/database'
import { startEmbeddedRunner } from '@/inngest/embedded/start'
import { checkHealth } from './check-health'

const set = vi.hoisted(() => ({ env: {} as Record<string, unknown> }))
vi.mock('@/lib/env', async (original) => {
  const real = await original<typeof import('@/lib/env')>()
  return { ...real, env: () => ({ ...real.env(), ...set.env }) }
})

const databaseUrl = await useTestDatabase()
beforeEach(() => void (set.env = {}))

const jobs = async () => (await checkHealth()).checks.jobs

test('with an Inngest configured the jobs are not ours to judge', async () => {
  expect(await checkHealth()).toEqual({ status: 'ok', checks: { database: 'ok', jobs: 'ok' } })
})

test('the jobs fail while the runner, in whichever process, drives nothing, and do not answer once it is gone', async () => {
  const runner = await startEmbeddedRunner({ databaseUrl, serveUrl: 'http://127.0.0.1:1/api/inngest', port: 0, signingKey: 'ab'.repeat(32), eventKey: 'key', pollMs: 50 })
  set.env = { EMBEDDED_RUNNER_PORT: Number(new URL(runner.url).port) }
  expect(await checkHealth()).toEqual({ status: 'failing', checks: { database: 'ok', jobs: 'failing' } })
  await runner.close()
  expect(await jobs()).toBe('does not answer')
})

test('a runner that is stuck holds up the answer for two seconds and no longer', async () => {
  const stuck = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(stuck, 'listening')
  onTestFinished(() => {
    stuck.closeAllConnections()
    stuck.close()
  })
  set.env = { EMBEDDED_RUNNER_PORT: (stuck.address() as AddressInfo).port }
  const begunAt = performance.now()
  expect(await jobs()).toBe('does not answer')
  expect(performance.now() - begunAt).toBeLessThan(10_000)
})
