import { daysAgo } from './clock'
import { connect, expect, expectUpToDate, signIn, syncNow, test } from './fixtures'

test('filing can be changed with a live example, certified copies switched on, and what is in Dropbox re-filed without being sent again', async ({ page, world, account }) => {
  const company = await world.company({ transactions: 0, receipts: 0 }, async (bank) => {
    for (const name of ['one', 'two', 'three']) await world.newReceipt(bank, { file_name: `${name}.pdf`, size: 20_000, emittedAt: daysAgo(40), addedAt: daysAgo(40) })
  })
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 3)
  const before = await world.files(account.email)

  await page.goto(`${world.app.url}/settings`)
  await page.getByLabel('One folder per').selectOption('Year')
  await page.getByLabel('File name').fill('{original} of {counterparty}')
  await expect(page.getByText(/For example: Main account \/ \d{4} \/ IMG_4711 of Café des Halles\.jpg/)).toBeVisible()
  await page.getByLabel('File name').fill('{counterparty} only')
  await expect(page.getByText('This is no file name yet')).toBeVisible()
  await page.getByLabel('File name').fill('{original} of {counterparty}')
  await page.getByLabel('Certified copies').check()
  await page.locator('#filing').getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('#filing').getByText('Saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Certified copies')).toBeChecked()

  await page.getByRole('button', { name: 'Re-file now' }).click()
  await expect(page.locator('#filing').getByText(/Last time, .*: 3 files moved\.|Under way|It begins with a run/)).toBeVisible()
  await page.goto(`${world.app.url}/connect/dropbox`)
  await expect(page.getByText('3 of 3 certified copies are in Dropbox beside them.')).toBeVisible({ timeout: 60_000 })
  await expect.poll(async () => (await world.files(account.email)).filter(({ path }) => / of [^/]* \(certified\)\.pdf$/.test(path)).length, { timeout: 60_000 }).toBe(3)
  const after = await world.files(account.email)
  const year = new Date(daysAgo(40)).getFullYear()
  for (const { id } of before) expect(after.find((file) => file.id === id)?.path).toMatch(new RegExp(`/${year}/(one|two|three) of .*\\.pdf$`))
  await syncNow(page)
  await expectUpToDate(page, 3)
  await page.goto(`${world.app.url}/settings`)
  await expect(page.getByText(/Last time, .*: \d files moved\./)).toBeVisible()
})
