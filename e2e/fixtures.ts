import { expect, test as base, type Page } from '@playwright/test'
import type { AppAddress } from './app'
import { World, type Company, type DropboxAccount } from './world'

export const PASSWORD = 'receipts-demo'

/** Signs in through the sign-in page. */
export async function signIn(page: Page, world: World, email: string): Promise<void> {
  await page.context().clearCookies()
  await page.goto(`${world.app.url}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** The wizard from the Connect button to Finish, as a person walks it. */
export async function connect(page: Page, world: World, account: DropboxAccount, options: { name?: string; start?: string } = {}): Promise<void> {
  await page.goto(`${world.app.url}/connect/dropbox`)
  await page.getByRole('main').getByRole('link', { name: 'Connect', exact: true }).first().click()
  await page.getByLabel('Authentication name').fill(options.name ?? 'Company Dropbox')
  await page.getByRole('button', { name: 'Continue' }).click()
  await chooseAccount(page, account)
  await page.getByRole('button', { name: 'Continue' }).or(page.getByRole('link', { name: 'Continue' })).click()
  await page.getByRole('radio', { name: options.start ?? 'Everything' }).check({ force: true })
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.waitForURL(/\/connect\/dropbox$/)
}

/** Leaves for Dropbox's page, picks the account there and comes back. */
export async function chooseAccount(page: Page, account: DropboxAccount): Promise<void> {
  await page.getByRole('button', { name: 'Choose a Dropbox account' }).click()
  await page.waitForURL(/\/oauth2\/authorize/)
  await page.getByLabel(account.email).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(/\/connect\/dropbox\/setup\/account/)
}

/** Waits for the page to say that everything is there. */
export async function expectUpToDate(page: Page, count: number): Promise<void> {
  await expect(page.getByText('Up to date').first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(`${count} of ${count}`).first()).toBeVisible()
}

/** The world, with a company and a Dropbox account of the journey's own. Unexpected console errors fail the journey. */
export const test = base.extend<{ world: World; company: Company; account: DropboxAccount }>({
  // eslint wants a pattern here and Playwright reads it to know that the fixture needs nothing.
  world: async ({}, use) => {
    const world = new World(JSON.parse(process.env.E2E_APP ?? '{}') as AppAddress)
    await use(world)
    world.setClock(null)
  },
  company: async ({ world }, use) => use(await world.company()),
  account: async ({ world }, use) => use(await world.dropboxAccount()),
  page: async ({ page }, use) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && !/Failed to load resource/.test(message.text()) && errors.push(message.text()))
    await use(page)
    expect(errors, 'errors in the browser console').toEqual([])
  },
})

export { expect }
