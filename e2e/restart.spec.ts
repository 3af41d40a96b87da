import { startApp, type AppAddress } from './app'
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
      world = await again(signal)
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
