import type { BrowserContext, Page } from '@playwright/test'
import { connect, expect, expectUpToDate, PASSWORD, runs, signIn, test } from './fixtures'

type Sent = { url: string; headers: Record<string, string>; body: Buffer }

/** Presses something in another window, keeps the call of the server action that it makes, and lets it go no further. */
async function catchAction(context: BrowserContext, url: string, press: (page: Page) => Promise<void>): Promise<Sent> {
  const page = await context.newPage()
  await page.goto(url)
  const isAction = (url: URL) => url.pathname.startsWith('/connect')
  const caught = new Promise<Sent>((resolve) => {
    void page.route(isAction, async (route) => {
      const request = route.request()
      if (request.method() !== 'POST') return await route.continue()
      const { 'next-action': action = '', 'content-type': type = '', accept = '' } = await request.allHeaders()
      resolve({ url: request.url(), headers: { 'next-action': action, 'content-type': type, accept, origin: new URL(request.url()).origin }, body: request.postDataBuffer() ?? Buffer.alloc(0) })
      await route.abort()
    })
  })
  await press(page)
  const sent = await caught
  await page.close()
  return sent
}

test('the second organization sees and touches nothing of the first', async ({ page, world, company, account, browser }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 8)
  const disconnecting = await catchAction(page.context(), page.url(), async (window) => {
    await window.getByRole('button', { name: 'Connected' }).click()
    await window.getByRole('menuitem', { name: 'Disconnect Dropbox' }).click()
    await window.getByRole('dialog').getByRole('button', { name: 'Disconnect Dropbox' }).click()
  })
  await page.goto(`${world.app.url}/receipts`)
  const receiptPath = (await page.getByRole('row').getByRole('link').first().getAttribute('href')) as string
  const counterparty = await page.getByRole('row').getByRole('link').first().innerText()
  await page.goto(`${world.app.url}${receiptPath}`)
  const transactionId = /transactionId\\?":\\?"([\w-]+)/.exec(await page.content())?.[1] as string

  const other = await world.company({ transactions: 2, receipts: 2 })
  const elsewhere = await browser.newPage({ locale: 'en-GB' })
  await signIn(elsewhere, world, other)
  await elsewhere.goto(`${world.app.url}/connect/dropbox`)
  await expect(elsewhere.getByText('Not connected')).toBeVisible()
  for (const path of ['/connect/dropbox', '/receipts', '/accounts', '/activity', '/settings']) {
    await elsewhere.goto(`${world.app.url}${path}`)
    const text = await elsewhere.content()
    for (const secret of [company.name, account.email, company.slug]) expect(text, path).not.toContain(secret)
  }

  await test.step('by guessing addresses', async () => {
    const statuses: Record<string, number> = {}
    for (const path of [receiptPath, `/api${receiptPath}`, `/api${receiptPath}?download`, '/receipts/does-not-exist', '/api/receipts/does-not-exist']) {
      statuses[path.replace(receiptPath, '…')] = (await elsewhere.request.get(`${world.app.url}${path}`)).status()
    }
    expect(statuses).toEqual({ '…': 404, '/api…': 404, '/api…?download': 404, '/receipts/does-not-exist': 404, '/api/receipts/does-not-exist': 404 })
    const upload = { transactionId, file: { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nnot yours\n%%EOF\n') } }
    const posted = await elsewhere.request.post(`${world.app.url}/api/receipts`, { headers: { origin: world.app.url }, multipart: upload })
    expect(posted.status()).toBe(404)
    expect(await posted.text()).not.toContain(counterparty)
  })
  await test.step('by posting the first organization’s action', async () => {
    const { url, headers, body } = disconnecting
    const answer = await elsewhere.request.post(url, { headers, data: body, maxRedirects: 0 })
    expect(await answer.text()).not.toContain(account.email)
    await page.goto(`${world.app.url}/connect/dropbox`)
    await expect(page.getByRole('button', { name: 'Connected' })).toBeVisible()
    await expectUpToDate(page, 8)
  })
  await elsewhere.close()
})

test('an action posted by a manager, by nobody or from another site does nothing', async ({ page, world, company, account, browser }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 8)
  const sync = await catchAction(page.context(), page.url(), (window) => window.getByRole('button', { name: 'Sync now' }).click())
  const manager = await browser.newPage({ locale: 'en-GB' })
  await signIn(manager, world, company, 'manager')
  await manager.request.post(sync.url, { headers: sync.headers, data: sync.body, maxRedirects: 0 })
  await manager.context().clearCookies()
  await manager.request.post(sync.url, { headers: sync.headers, data: sync.body, maxRedirects: 0 })
  await manager.close()
  const foreign = await page.request.post(sync.url, { headers: { ...sync.headers, origin: 'https://elsewhere.example' }, data: sync.body, maxRedirects: 0 })
  expect(foreign.status()).toBeGreaterThanOrEqual(400)
  await page.goto(`${world.app.url}/connect/dropbox`)
  await expect(runs(page, 'First export')).toHaveCount(1)
  await expect(runs(page, 'Sync now')).toHaveCount(0)

  await test.step('the same call by the owner works', async () => {
    await page.request.post(sync.url, { headers: sync.headers, data: sync.body })
    await page.reload()
    await expect(runs(page, 'Sync now')).toHaveCount(1)
  })
})

test('a signed-out visitor is led to the sign-in page and back to where they wanted to go; addresses for programs answer 401', async ({ page, world, company }) => {
  for (const path of ['/', '/connect/dropbox', '/connect/dropbox/setup/start', '/connect/dropbox/certificate', '/receipts', '/receipts/missing', '/accounts', '/activity', '/settings']) {
    await page.goto(`${world.app.url}${path}`)
    await expect(page, path).toHaveURL(/\/sign-in/)
  }
  for (const path of ['/api/progress', '/api/certificate', '/api/receipts/any']) {
    expect((await page.request.get(`${world.app.url}${path}`, { maxRedirects: 0 })).status(), path).toBe(401)
  }
  await page.goto(`${world.app.url}/activity?x=1`)
  await page.getByLabel('E-mail').fill(`owner@${company.slug}.example`)
  await page.getByLabel('Password').fill('wrong password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible()
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${world.app.url}/activity?x=1`)
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto(`${world.app.url}/activity`)
  await expect(page).toHaveURL(/\/sign-in/)
})
