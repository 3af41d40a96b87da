import type { Page } from '@playwright/test'
import { connect, expect, expectUpToDate, signIn, test } from './fixtures'
import { look } from './look'
import { STORIES } from './stages'
import { walkStory } from './walk-story'

for (const story of STORIES) {
  test(`nothing stands in the way of assistive technology, and nothing scrolls sideways, ${story.title}`, async ({ page, world }) => {
    test.setTimeout(480_000)
    const found: string[] = []
    await walkStory(story, { page, world, show: async (name) => void found.push(...(await look(page, name))) })
    expect(found).toEqual([])
  })
}

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
  for (const path of ['/receipts/%E0%A4%A', '/api/receipts/%E0%A4%A']) expect((await page.request.get(`${world.app.url}${path}`)).status(), path).toBe(400)
})

test('a line of a list adds little to the page, in which it is said twice', async ({ page, world, company }) => {
  await signIn(page, world, company)
  const bytesOf = async (path: string) => (await (await page.request.get(`${world.app.url}${path}`)).body()).length
  for (const path of ['/receipts', '/receipts/transactions']) {
    await page.goto(`${world.app.url}${path}`)
    const lines = await page.getByRole('region').getByRole('link').or(page.getByRole('region').locator('summary')).count()
    const [filled, empty] = [await bytesOf(path), await bytesOf(`${path}?search=xylophone`)]
    expect(lines, path).toBeGreaterThan(5)
    expect((filled - empty) / lines, `bytes a line of ${path}`).toBeLessThan(1500)
  }
})
