import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { beginSetup, chooseAccount, connect, expect, expectUpToDate, signIn, test } from './fixtures'
import type { World } from './world'

const WIDTHS = [1280, 390]
const THEMES = ['light', 'dark'] as const

/** What axe finds on the page as it stands, in both widths and both themes, and whether anything can be scrolled sideways. */
async function look(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const width of WIDTHS) {
    for (const colorScheme of THEMES) {
      await page.setViewportSize({ width, height: 844 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations } = await new AxeBuilder({ page }).analyze()
      const where = `${name} ${width} ${colorScheme}`
      found.push(...violations.map((one) => `${where}: ${one.id} at ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`))
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push(`${where}: scrolls sideways`)
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  return found
}

async function lookAt(page: Page, world: World, path: string): Promise<string[]> {
  await page.goto(`${world.app.url}${path}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  return await look(page, path)
}

test('nothing stands in the way of assistive technology before and while connecting, in light and dark, at 1280 and 390 pixels', async ({ page, world, company, account }) => {
  test.setTimeout(240_000)
  const found = await lookAt(page, world, '/sign-in')
  await signIn(page, world, company)
  for (const path of ['/connect/dropbox', '/activity']) found.push(...(await lookAt(page, world, path)))
  await beginSetup(page, world)
  found.push(...(await look(page, '/connect/dropbox/setup/account')))
  await chooseAccount(page, account)
  for (const step of ['name', 'account', 'start']) found.push(...(await lookAt(page, world, `/connect/dropbox/setup/${step}`)))
  await page.getByRole('radio', { name: 'Everything' }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(/\/setup\/finish/)
  found.push(...(await look(page, '/connect/dropbox/setup/finish')))
  expect(found).toEqual([])
})

test('nothing stands in the way of assistive technology once connected, in light and dark, at 1280 and 390 pixels', async ({ page, world, company, account }) => {
  test.setTimeout(240_000)
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 8)
  const found = await look(page, '/connect/dropbox')
  for (const path of ['/connect/dropbox/certificate', '/receipts', '/receipts/missing', '/receipts/transactions', '/accounts', '/activity', '/settings', '/nowhere']) {
    found.push(...(await lookAt(page, world, path)))
  }
  await page.goto(`${world.app.url}/receipts`)
  await page.getByRole('row').getByRole('link').first().click()
  await expect(page.getByRole('link', { name: 'Download' })).toBeVisible()
  found.push(...(await look(page, '/receipts/…')))
  await page.goto(`${world.app.url}/connect/dropbox`)
  await page.getByRole('button', { name: 'Connected' }).click()
  await page.getByRole('menuitem', { name: 'Disconnect Dropbox' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  found.push(...(await look(page, 'the question before disconnecting')))
  expect(found).toEqual([])
})

/** Security headers of an answer; what differs each time is replaced by its name. */
async function headersOf(page: Page, url: string): Promise<Record<string, string>> {
  const answer = await page.request.get(url, { maxRedirects: 0 })
  const wanted = ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy', 'permissions-policy', 'cache-control', 'x-powered-by', 'server']
  const sent = answer.headers()
  const kept = wanted.filter((name) => sent[name] !== undefined).map((name) => [name, sent[name]?.replace(/'nonce-[^']+'/, "'nonce-…'") ?? ''])
  return Object.fromEntries(kept) as Record<string, string>
}

test('every address answers with the headers that protect it', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 8)
  const policy = [
    "default-src 'self'", "script-src 'self' 'nonce-…' 'strict-dynamic'", "style-src 'self' 'unsafe-inline'", "img-src 'self' blob: data:", "font-src 'self'", "connect-src 'self'",
    "frame-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", `form-action 'self' ${world.app.dropboxUrl} ${world.app.qontoUrl}`,
  ].join('; ')
  const always = {
    'x-content-type-options': 'nosniff', 'cross-origin-opener-policy': 'same-origin', 'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=()',
    'referrer-policy': 'strict-origin-when-cross-origin',
  }
  const pages = ['/sign-in', '/connect/dropbox', '/connect/dropbox/setup', '/connect/dropbox/certificate', '/receipts', '/receipts/missing', '/receipts/transactions', '/accounts', '/activity', '/settings', '/nowhere']
  for (const path of [...pages, '/api/health', '/api/certificate']) {
    const sent = await headersOf(page, `${world.app.url}${path}`)
    expect(sent, path).toMatchObject({ ...always, 'content-security-policy': policy })
    expect(sent['cache-control'], path).toContain('no-store')
    expect(Object.keys(sent), path).not.toContain('x-powered-by')
  }
  await page.goto(`${world.app.url}/receipts`)
  const receipt = (await page.getByRole('row').getByRole('link').first().getAttribute('href')) as string
  const file = await headersOf(page, `${world.app.url}/api${receipt}`)
  expect(file).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  expect(file['content-security-policy']).toContain("default-src 'none'")
  const download = await headersOf(page, `${world.app.url}/api${receipt}?download`)
  expect(download['content-security-policy']).toMatch(/default-src 'none'.*; sandbox$/)
})
