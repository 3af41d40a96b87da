import { expect, test as base, type Page } from '@playwright/test'
import { startApp, type AppAddress } from './app'
import { startSeeder, type Seeder } from './start-seeder'
import { World, type Company, type DropboxAccount } from './world'

export const PASSWORD = 'receipts-demo'

/** Signs in through the sign-in page as the member of the company who has this role. */
export async function signIn(page: Page, world: World, company: Company, role = 'owner'): Promise<void> {
  await page.context().clearCookies()
  await page.goto(`${world.app.url}/sign-in`)
  await page.getByLabel('E-mail').fill(`${role}@${company.slug}.example`)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** Opens the wizard and gives the connection its name. */
export async function beginSetup(page: Page, world: World, name = 'Company Dropbox'): Promise<void> {
  await page.goto(`${world.app.url}/connect/dropbox`)
  await page.getByRole('main').getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByLabel('Authentication name').fill(name)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(/\/setup\/account/)
}

/** Leaves for Dropbox's page, picks the account there and comes back. */
export async function chooseAccount(page: Page, account: DropboxAccount): Promise<void> {
  await page.getByRole('button', { name: /^Choose a/ }).click()
  await page.waitForURL(/\/oauth2\/authorize/)
  await page.getByLabel(account.email).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(/\/setup\/account/)
}

/** The wizard from the Connect button to Finish, as a person walks it. */
export async function connect(page: Page, world: World, account: DropboxAccount, options: { name?: string; start?: string } = {}): Promise<void> {
  await beginSetup(page, world, options.name)
  await finishSetup(page, account, options.start)
}

/** The wizard from its second step to Finish. */
export async function finishSetup(page: Page, account: DropboxAccount, start = 'Everything'): Promise<void> {
  await chooseAccount(page, account)
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.getByRole('radio', { name: start }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.waitForURL(/\/connect\/dropbox$/)
}

/** Ends the connection the way the page offers it. */
export async function disconnect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connected' }).click()
  await page.getByRole('menuitem', { name: 'Disconnect Dropbox' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect Dropbox' }).click()
  await expect(page.getByRole('main').getByRole('button', { name: 'Connect', exact: true })).toBeVisible()
}

export const status = (page: Page) => page.getByRole('region', { name: 'Receipts in Dropbox' })

/** Waits for the page to say that everything is there. */
export async function expectUpToDate(page: Page, count: number): Promise<void> {
  await expect(page.getByTestId('count')).toHaveText(`${count} of ${count}`, { timeout: 60_000 })
  await expect(status(page).getByText('Up to date')).toBeVisible({ timeout: 60_000 })
}

/** The runs of one kind in the history, newest first. */
export const runs = (page: Page, kind: string) => page.locator('#history tbody tr').filter({ hasText: kind })

/** Presses *Sync now* and waits until the history tells that this run has ended. */
export async function syncNow(page: Page): Promise<void> {
  const before = await runs(page, 'Sync now').count()
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect(runs(page, 'Sync now')).toHaveCount(before + 1)
  await expect(runs(page, 'Sync now').first()).not.toContainText(/Waiting|Running/, { timeout: 60_000 })
}

type Own = { world: World; company: Company; account: DropboxAccount }

/** The world, with a company and a Dropbox account of the journey's own. Unexpected console errors fail the journey. */
export const test = base.extend<Own, { app: AppAddress; seeder: Seeder }>({
  // The whole product as `npm start` runs it, with a data folder, ports and a clock of its own for each worker, so that journeys beside each
  // other cannot meet. A copy that E2E_APP names is used instead. Playwright reads the empty pattern to know that the fixture needs nothing.
  app: [
    async ({}, use) => {
      if (process.env.E2E_APP) return await use(JSON.parse(process.env.E2E_APP) as AppAddress)
      const app = await startApp()
      await use(app.address)
      await app.stop({ removeData: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  seeder: [
    async ({ app }, use) => {
      const seeder = startSeeder(app)
      await use(seeder)
      seeder.close()
    },
    { scope: 'worker' },
  ],
  world: async ({ app, seeder }, use) => {
    const world = new World(app, seeder)
    await use(world)
    world.setClock(null)
    await world.quiet()
  },
  company: async ({ world }, use) => use(await world.company()),
  account: async ({ world }, use) => use(await world.dropboxAccount()),
  page: async ({ page }, use) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`))
    page.on('console', (message) => message.type() === 'error' && !/Failed to load resource/.test(message.text()) && errors.push(message.text()))
    await use(page)
    expect(errors, 'errors in the browser console').toEqual([])
  },
})

export { expect }
