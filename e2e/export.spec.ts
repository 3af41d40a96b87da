import { monthInParis, receiptsAtBank } from './bank'
import { daysAgo, parisTime } from './clock'
import { beginSetup, chooseAccount, connect, expect, expectUpToDate, runs, signIn, status, syncNow, test } from './fixtures'

const REPLY_MS = 250

test('an earlier date or today can be chosen; only receipts that qualify are exported', async ({ page, world, account }) => {
  const company = await world.company({ transactions: 0, receipts: 0 }, async (bank) => {
    await world.newReceipt(bank, { file_name: 'both before.pdf', emittedAt: daysAgo(90), addedAt: daysAgo(89) })
    await world.newReceipt(bank, { file_name: 'added after.pdf', emittedAt: daysAgo(80), addedAt: daysAgo(5) })
    await world.newReceipt(bank, { file_name: 'dated after.pdf', emittedAt: daysAgo(4), addedAt: daysAgo(4) })
    await world.newReceipt(bank, { file_name: 'today.pdf' })
  })
  await signIn(page, world, company)
  await beginSetup(page, world)
  await chooseAccount(page, account)
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.getByRole('radio', { name: /^Today/ }).check()
  await expect(page.getByText('1 receipt', { exact: true })).toBeVisible()
  await page.getByRole('radio', { name: 'Own date and time' }).check()
  await page.getByLabel('Date', { exact: true }).fill(daysAgo(20).toISOString().slice(0, 10))
  await page.getByLabel('Time', { exact: true }).fill('08:00')
  await expect(page.getByText('3 receipts', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Finish' }).click()
  await expectUpToDate(page, 3)
  const names = (await world.paths(account.email)).map((path) => /(added after|dated after|both before|today)\.pdf$/.exec(path)?.[1])
  expect(names.sort()).toEqual(['added after', 'dated after', 'today'])
})

test('receipts already in Qonto are exported immediately after Finish; the page shows progress and ends with n of n', async ({ page, world, account }) => {
  const company = await world.company({ transactions: 60, receipts: 60 })
  await world.dropbox('PUT', '/latency', { per_call_ms: REPLY_MS })
  await signIn(page, world, company)
  await connect(page, world, account)
  await expect(status(page).getByText('Exporting')).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Receipts in Dropbox' })).toBeVisible()
  await expectUpToDate(page, 60)
  await expect(page.getByRole('heading', { name: 'All 60 receipts are in Dropbox' })).toBeVisible()
  await expect(runs(page, 'First export')).toContainText('60')
  await world.dropbox('PUT', '/latency', {})
  expect(await world.files(account.email)).toHaveLength(60)
})

test('a Qonto folder appears in the root, divided by current account and by period; the bytes in Dropbox equal the bytes in Qonto', async ({ page, world, account }) => {
  const company = await world.company({ accounts: 3, transactions: 30, receipts: 40, months: 6, receipt_size: { min: 3_000, max: 400_000 } })
  await world.newReceipt(company, { file_name: 'Über 4 MiB.pdf', size: 5_500_000 })
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 41)

  const bank = await receiptsAtBank(world, company)
  const files = await world.files(account.email)
  const placed = files.map((file) => {
    const [, root, label, period] = file.path.split('/')
    return `${root}/${label}/${period} ${file.size} ${file.content_hash}`
  })
  expect(placed.sort()).toEqual(bank.map((receipt) => `Qonto/${receipt.account}/${monthInParis(receipt.emittedAt)} ${receipt.size} ${receipt.hash}`).sort())
  expect(files.map((file) => file.path).filter((path) => !/^\/Qonto\/[^/]+\/\d{4}-\d{2}\/\d{4}-\d{2}-\d{2} [^/]+\.(pdf|jpe?g|png)$/i.test(path))).toEqual([])
})

test('a receipt added later arrives with the run at 23:30 in the organization’s time zone, not before', async ({ page, world, company, account }) => {
  world.setClock(parisTime('12:00:00', 1))
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 8)
  await expect(status(page)).toContainText('today 23:30, Europe/Paris')
  await world.newReceipt(company, { file_name: 'evening.pdf' })

  // The hourly look at the bank shows the receipt on the page, and leaves it for the evening.
  world.setClock(parisTime('22:37:01', 1))
  await expect(async () => {
    await page.goto(`${world.app.url}/receipts?q=evening`)
    await expect(page.getByRole('row').filter({ hasText: 'evening.pdf' })).toContainText('Waiting', { timeout: 500 })
  }).toPass({ timeout: 60_000 })
  expect(await world.files(account.email)).toHaveLength(8)
  world.setClock(parisTime('23:29:00', 1))
  await page.goto(`${world.app.url}/connect/dropbox`)
  await expect(status(page)).toContainText('Up to date')
  await expect(status(page)).toContainText('1 new one follows today 23:30, Europe/Paris.')
  await expect(page.getByTestId('count')).toHaveText('8 of 9')
  await expect(status(page)).toContainText('today 23:30, Europe/Paris')
  expect(await world.files(account.email)).toHaveLength(8)

  world.setClock(parisTime('23:30:01', 1))
  await expect.poll(() => world.paths(account.email), { timeout: 60_000 }).toContainEqual(expect.stringContaining('evening.pdf'))
  await expectUpToDate(page, 9)
  await expect(runs(page, 'Daily run')).toContainText('23:30')
  await expect(runs(page, 'Daily run')).toContainText('Up to date')
})

test('a receipt added on the receipts page goes to Qonto and arrives at once when Sync now is pressed', async ({ page, world, account }) => {
  const company = await world.company({ transactions: 3, receipts: 0 })
  await signIn(page, world, company, 'employee')
  await page.goto(`${world.app.url}/receipts/missing`)
  await page.getByText('Add a receipt').first().click()
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(3000, 'x'), Buffer.from('\n%%EOF\n')])
  await page.getByLabel('Choose files').first().setInputFiles({ name: 'taxi.pdf', mimeType: 'application/pdf', buffer: bytes })
  await expect(page.getByText('Sent to Qonto.').first()).toBeVisible()
  await expect.poll(async () => (await receiptsAtBank(world, company)).map((receipt) => receipt.name)).toEqual(['taxi.pdf'])

  await signIn(page, world, company)
  await connect(page, world, account, { start: 'This year' })
  await expectUpToDate(page, 1)
  await world.newReceipt(company, { file_name: 'second.pdf' })
  await syncNow(page)
  await expectUpToDate(page, 2)
  expect(await world.paths(account.email)).toContainEqual(expect.stringContaining('second.pdf'))
})

test('a new current account gets its folder automatically', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 8)
  await world.qonto('POST', '/accounts', { company: company.id, name: 'Berlin: Büro/Café' })
  await syncNow(page)
  const folders = (await world.tree(account.email)).filter((entry) => entry.kind === 'folder').map((entry) => entry.path)
  expect(folders.filter((path) => /^\/Qonto\/Berlin[^/]*Büro[^/]*Café$/.test(path.normalize('NFC')))).toHaveLength(1)
  await page.goto(`${world.app.url}/accounts`)
  await expect(page.getByRole('heading', { name: 'Berlin: Büro/Café' })).toBeVisible()
})

test('Helpful links open the folder', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 8)
  const links = page.getByRole('region', { name: 'Helpful links' })
  for (const [name, heading] of [[/^Open the Qonto folder/, 'Qonto'], [/^Main account(?! ·)/, 'Main account']] as const) {
    const opened = page.waitForEvent('popup')
    await links.getByRole('link', { name }).click()
    const dropbox = await opened
    await expect(dropbox.getByRole('navigation', { name: 'Folders' })).toContainText(heading)
    await expect(dropbox.getByText(account.email)).toBeVisible()
    await dropbox.close()
  }
  await expect(links.getByRole('link', { name: /^Main account · / })).toHaveAttribute('href', /\/home\/Qonto\/Main%20account\/\d{4}-\d{2}$/)
})

test('with too little space the run stops, says how much is missing, and goes on once there is room', async ({ page, world }) => {
  const company = await world.company({ transactions: 10, receipts: 10, receipt_size: { min: 90_000, max: 110_000 } })
  const small = await world.dropboxAccount(450_000)
  await signIn(page, world, company)
  await connect(page, world, small)
  const notice = page.getByText(/^The Dropbox is full: [\d.,]+\s[kM]B more are needed$/)
  await expect(notice).toBeVisible({ timeout: 60_000 })
  await expect(status(page)).toContainText('not in Dropbox yet')
  expect((await world.files(small.email)).length).toBeLessThan(10)

  await world.dropbox('POST', '/accounts', { email: small.email, quota: 50_000_000 })
  world.setClock(new Date(Date.now() + 5 * 60_000))
  await expectUpToDate(page, 10)
  await expect(notice).toBeHidden()
  expect(await world.files(small.email)).toHaveLength(10)
})
