import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.resetModules()
  vi.unstubAllEnvs()
})

/** What is answered with these variables and no database: another engine's runs are not ours to read. */
async function answerWith(environment: Record<string, string>) {
  for (const [name, value] of Object.entries({ EMBEDDED_RUNNER_PORT: '', INNGEST_BASE_URL: '', ...environment })) vi.stubEnv(name, value)
  const { listBackgroundWork } = await import('./list-background-work')
  return await listBackgroundWork('o1')
}

test('with an Inngest server of one’s own the page says where it is', async () => {
  expect(await answerWith({ INNGEST_BASE_URL: 'http://inngest.internal:8288' })).toEqual({ engine: 'server', url: 'http://inngest.internal:8288' })
})

test('with Inngest’s cloud the page leads there', async () => {
  expect(await answerWith({})).toEqual({ engine: 'cloud' })
})
