import { receiptsAtBank } from './bank'
import { parisTime } from './clock'
import { beginSetup, chooseAccount, connect, expect, expectUpToDate, runs, signIn, test } from './fixtures'

const linkedApps = async (world: { dropbox: <T>(method: string, path: string) => Promise<T> }, email: string) =>
  (await world.dropbox<{ email: string; linked_apps: string[] }[]>('GET', '/accounts')).find((account) => account.email === email)?.linked_apps

test('a cancelled, forged, repeated or too late return from Dropbox gets a plain sentence, and nothing is connected', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await beginSetup(page, world, 'Kept name')

  await test.step('cancelled', async () => {
    await page.getByRole('button', { name: 'Choose a Dropbox account' }).click()
    await page.waitForURL(/\/oauth2\/authorize/)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('You cancelled at Dropbox. Nothing was connected.')).toBeVisible()
    expect(await linkedApps(world, account.email)).toEqual([])
  })
  await test.step('forged', async () => {
    await page.goto(`${world.app.url}/api/dropbox/callback?code=made-up&state=made-up`)
    await expect(page.getByText('This return from Dropbox does not belong to this wizard.')).toBeVisible()
  })
  await test.step('an expired code', async () => {
    await world.dropbox('PUT', '/switches', { code_minutes: 0 })
    await chooseAccount(page, account)
    await expect(page.getByText('Dropbox did not confirm the link.')).toBeVisible()
    await world.dropbox('DELETE', '/switches')
    expect(await linkedApps(world, account.email)).toEqual([])
  })
  await test.step('another member’s return', async () => {
    let stolen = ''
    await page.route(/\/oauth2\/authorize/, async (route) => {
      if (route.request().method() !== 'POST') return await route.continue()
      stolen = (await route.fetch({ maxRedirects: 0 })).headers().location ?? ''
      await route.fulfill({ status: 204 })
    })
    await page.getByRole('button', { name: 'Choose a Dropbox account' }).click()
    await page.getByLabel(account.email).check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(() => stolen).toContain('/api/dropbox/callback?')
    await page.unroute(/\/oauth2\/authorize/)
    await signIn(page, world, company, 'admin')
    await beginSetup(page, world, 'Another wizard')
    await page.goto(stolen)
    await expect(page.getByText('This return from Dropbox does not belong to this wizard.')).toBeVisible()
  })
  await signIn(page, world, company)
  await page.goto(`${world.app.url}/connect/dropbox/setup/account`)
  await expect(page.getByRole('link', { name: 'Continue' })).toBeHidden()
  await page.goto(`${world.app.url}/connect/dropbox/setup/name`)
  await expect(page.getByLabel('Authentication name')).toHaveValue('Kept name')
  expect(await world.tree(account.email)).toEqual([])
})

test('a name of 500 characters or only spaces is refused with a reason, and what was typed stays', async ({ page, world, company }) => {
  await signIn(page, world, company)
  await page.goto(`${world.app.url}/connect/dropbox`)
  await page.getByRole('main').getByRole('button', { name: 'Connect', exact: true }).click()
  const name = page.getByLabel('Authentication name')
  for (const [typed, sentence] of [['x'.repeat(500), 'This name is too long.'], ['     ', 'Give the connection a name.']] as const) {
    await name.fill(typed)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByText(sentence)).toBeVisible()
    await expect(name).toHaveValue(typed)
    await expect(name).toHaveAttribute('aria-invalid', 'true')
    await expect(page).toHaveURL(/\/setup\/name$/)
  }
  await page.goto(`${world.app.url}/connect/dropbox/setup/finish`)
  await expect(page).toHaveURL(/\/setup\/name$/)
})

test('a start in the future is refused with a reason', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await beginSetup(page, world)
  await chooseAccount(page, account)
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.getByRole('radio', { name: 'Own date and time' }).check()
  await page.getByLabel('Date', { exact: true }).fill(parisTime('12:00:00', 2).toISOString().slice(0, 10))
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'This moment is in the future. Choose today or an earlier date' })).toBeVisible()
  await page.goto(`${world.app.url}/connect/dropbox/setup/finish`)
  await expect(page).toHaveURL(/\/setup\/start/)
})

test('Finish pressed twice, also in two windows, makes one connection and one export', async ({ page, world, company, account, context }) => {
  await signIn(page, world, company)
  await beginSetup(page, world)
  await chooseAccount(page, account)
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.getByRole('radio', { name: 'Everything' }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(/\/setup\/finish/)
  const second = await context.newPage()
  await second.goto(`${world.app.url}/connect/dropbox/setup/finish`)
  await expect(second.getByRole('button', { name: 'Finish' })).toBeEnabled()
  // At once: a window that sees the other one finish leads on by itself, and has no Finish to press any more.
  await Promise.all([second.getByRole('button', { name: 'Finish' }).dispatchEvent('click'), page.getByRole('button', { name: 'Finish' }).dblclick()])
  await second.waitForURL(/\/connect\/dropbox$/)
  await page.waitForURL(/\/connect\/dropbox$/)
  await expectUpToDate(page, 8)
  await expect(runs(page, 'First export')).toHaveCount(1)
  expect(await world.files(account.email)).toHaveLength(8)
})

test('an upload of 30 MB, one that is not what its name says, and an empty one are refused, and nothing reaches Qonto', async ({ page, world }) => {
  const company = await world.company({ transactions: 1, receipts: 0 })
  await signIn(page, world, company, 'employee')
  await page.goto(`${world.app.url}/receipts/missing`)
  await page.getByText('Add a receipt').click()
  const choose = page.getByLabel('Choose files')
  const files = page.getByRole('list', { name: 'Files' })
  await choose.setInputFiles({ name: 'huge.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(30_000_000)]) })
  await expect(files.getByRole('listitem').filter({ hasText: 'huge.pdf' })).toContainText('This file is larger than 15 MB.')
  await choose.setInputFiles({ name: 'program.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ this is a program') })
  await expect(files.getByRole('listitem').filter({ hasText: 'program.pdf' })).toContainText('This is not a PDF, JPEG or PNG file.')
  await choose.setInputFiles({ name: 'nothing.png', mimeType: 'image/png', buffer: Buffer.alloc(0) })
  await expect(files.getByRole('listitem').filter({ hasText: 'nothing.png' })).toContainText('This file is empty.')

  // Past the page's own check: the server refuses it too.
  const transactionId = /transactionId\\?":\\?"([\w-]+)/.exec(await page.content())?.[1] ?? ''
  const answer = await page.request.post(`${world.app.url}/api/receipts`, {
    headers: { origin: world.app.url },
    multipart: { transactionId, file: { name: 'huge.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(30_000_000)]) } },
  })
  expect(answer.status()).toBeGreaterThanOrEqual(400)
  expect(await answer.json()).toMatchObject({ error: { code: 'upload_too_large' } })
  expect(await receiptsAtBank(world, company)).toEqual([])
})

test('a wrong Qonto key is refused before anything is stored, and the right one goes on working', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await page.goto(`${world.app.url}/settings`)
  const card = page.getByRole('region', { name: 'Qonto', exact: true })
  await card.getByLabel('Login').fill('somebody-else')
  await card.getByLabel('Secret key').fill('0123456789abcdef0123456789abcdef')
  await card.getByRole('button', { name: 'Check and save' }).click()
  await expect(card.getByText('Qonto does not accept the login and secret key.')).toBeVisible()
  await page.reload()
  await expect(card.getByLabel('Login')).toHaveValue(company.api_key.login)
  await card.getByRole('button', { name: 'Test connection' }).click()
  await expect(card.getByText('Qonto answers.')).toBeVisible()
  await connect(page, world, account)
  await expectUpToDate(page, 8)
})
