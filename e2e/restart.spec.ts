import { existsSync } from 'node:fs'
import { startChild, stopChild, untilAnswers } from '../scripts/launch/children.mjs'
import { environmentOf, freePort, processesOf, startApp, type AppAddress } from './app'
import { receiptsAtBank } from './bank'
import { connect, expect, expectUpToDate, signIn, syncNow, test } from './fixtures'
import { startSeeder } from './start-seeder'
import { World } from './world'

test('the product starts again after Ctrl-C and after kill -9: same data, nothing to repair by hand', async ({ page }) => {
  test.setTimeout(240_000)
  let app = await startApp()
  const again = async (signal: NodeJS.Signals) => {
    const { address } = app
    await app.stop({ signal })
    app = await startApp({ over: address })
    return new World(app.address, seeder)
  }
  const seeder = startSeeder(app.address)
  try {
    let world = new World(app.address, seeder)
    const company = await world.company({ transactions: 4, receipts: 4 })
    seeder.close()
    const account = await world.dropboxAccount()
    await signIn(page, world, company)
    await connect(page, world, account)
    await expectUpToDate(page, 4)
    const before = await world.files(account.email)

    for (const [round, signal] of (['SIGINT', 'SIGKILL'] as const).entries()) {
      const { pages, background } = processesOf(app.address)
      world = await again(signal)
      for (const pid of [pages, background]) await expect.poll(() => existsSync(`/proc/${pid}`), `process ${pid} is gone`).toBe(false)
      await page.goto(`${world.app.url}/connect/dropbox`)
      await expectUpToDate(page, 4 + round)
      expect((await world.files(account.email)).filter(({ id }) => before.some((entry) => entry.id === id))).toEqual(before)
      await world.newReceipt(company, { file_name: `after ${signal}.pdf` })
      await syncNow(page)
      await expectUpToDate(page, 5 + round)
    }
    const [atBank, inDropbox] = [await receiptsAtBank(world, company), await world.files(account.email)]
    expect(inDropbox.map((file) => file.content_hash).sort()).toEqual(atBank.map((receipt) => receipt.hash).sort())
  } finally {
    seeder.close()
    await app.stop({ removeData: true })
  }
})

test('when the background work dies in the middle of an export, pages go on, health says so, and the work is resumed in a new process', async ({ page }) => {
  test.setTimeout(240_000)
  const app = await startApp()
  const seeder = startSeeder(app.address)
  const health = async () => {
    const reply = await fetch(`${app.address.url}/api/health`)
    return { status: reply.status, ...((await reply.json()) as { checks: { jobs: string } }).checks }
  }
  try {
    const world = new World(app.address, seeder)
    const company = await world.company({ transactions: 40, receipts: 40 })
    const account = await world.dropboxAccount()
    expect(await health()).toMatchObject({ status: 200, jobs: 'ok' })
    await signIn(page, world, company)
    await world.dropbox('PUT', '/latency', { per_call_ms: 150, per_entry_ms: 150 })
    await connect(page, world, account)
    await expect.poll(async () => (await world.files(account.email)).length).toBeGreaterThan(2)

    const before = processesOf(app.address)
    process.kill(before.background ?? 0, 'SIGKILL')
    await expect.poll(health, { intervals: [50] }).toMatchObject({ status: 503, database: 'ok', jobs: 'does not answer' })
    expect((await page.goto(`${world.app.url}/receipts`))?.status()).toBe(200)
    await expect.poll(health, { timeout: 60_000 }).toMatchObject({ status: 200, jobs: 'ok' })
    const after = processesOf(app.address)
    expect([after.pages, after.background === before.background]).toEqual([before.pages, false])

    await world.quiet()
    await page.goto(`${world.app.url}/connect/dropbox`)
    await expect(page.getByTestId('count')).toHaveText('40 of 40', { timeout: 120_000 })
    const [atBank, inDropbox] = [await receiptsAtBank(world, company), await world.files(account.email)]
    expect(inDropbox.map((file) => file.content_hash).sort()).toEqual(atBank.map((receipt) => receipt.hash).sort())
    expect(app.output().match(/^receipts-to-dropbox: .*$/gm)).toEqual([expect.stringMatching(/the background work ended unexpectedly \(SIGKILL\) and starts again in 1 s: /)])
  } finally {
    seeder.close()
    await app.stop({ removeData: true })
  }
})

test('the background work is no second way in: but for the runner’s own calls everything is unknown there', async ({ world }) => {
  const [port, runnerPort] = [await freePort(), await freePort()]
  const env = { ...environmentOf(world.app), INNGEST_DEV: '0', INNGEST_BASE_URL: `http://127.0.0.1:${runnerPort}`, EMBEDDED_RUNNER_PORT: String(runnerPort), PROCESS_ROLE: 'background', APP_URL: world.app.url, NEXTAUTH_URL: world.app.url }
  const second = startChild('a second one', 'scripts/launch/serve.mjs', [String(port), '127.0.0.1'], env)
  try {
    await untilAnswers(second, `http://127.0.0.1:${runnerPort}/health`)
    const statusOf = async (path: string, method = 'GET') => (await fetch(`http://127.0.0.1:${port}${path}`, { method, redirect: 'manual' })).status
    for (const path of ['/', '/sign-in', '/receipts', '/api/health', '/api/auth/session', '/api/qonto/webhook', '/api/inngest/', '/api/inngest/..', '/API/inngest', '/_next/static', '/icon.svg']) expect([path, await statusOf(path)]).toEqual([path, 404])
    expect(await statusOf('/api/inngest', 'POST')).toBe(401)
  } finally {
    await stopChild(second)
  }
})

test('a second copy on the same data, a taken port and a wrong variable end with one clear line', async ({ world }) => {
  const refused = async (env: Record<string, string>, over?: AppAddress): Promise<string[]> => {
    const started = await startApp({ env, over }).catch((error: Error) => error)
    if (started instanceof Error) return started.message.trim().split('\n')
    await started.stop()
    return ['', 'it started']
  }
  const [, ...taken] = await refused({}, world.app)
  expect(taken).toEqual([expect.stringMatching(/^receipts-to-dropbox: DATA_DIR .* is in use by the copy that runs as process \d+; stop it, or set another DATA_DIR and PORT$/)])
  const [, ...port] = await refused({ PORT: new URL(world.app.url).port })
  expect(port).toEqual([expect.stringMatching(/^receipts-to-dropbox: .*PORT/)])
  const [, ...wrong] = await refused({ PORT: 'eighty' })
  expect(wrong).toEqual(['receipts-to-dropbox: PORT must be a port from 1 to 65535, not "eighty"'])
})
