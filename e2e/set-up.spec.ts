import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { startDropboxServer } from '../sandbox/dropbox/start-dropbox-server'
import { startQontoServer } from '../sandbox/qonto/server'
import { startApp } from './app'
import { look as lookOver } from './look'

const CLIENT = { QONTO_CLIENT_ID: 'the-client-of-this-installation', QONTO_CLIENT_SECRET: 'client-secret-4711' }
const APP = { key: 'installation-app-key', secret: 'installation-app-secret' }

type Installation = { url: string; dataDir: string; output: () => string; control: <T>(server: 'dropbox' | 'qonto', method: string, path: string, body?: unknown) => Promise<T> }

/** A real installation without anything: no demo data, no Dropbox app, nobody in it. What it takes for Dropbox and Qonto are local servers of its own. */
const test = base.extend<{ installation: Installation }>({
  installation: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'receipts-installation-'))
    const dropbox = await startDropboxServer({ dataDir: path.join(folder, 'dropbox') })
    const qonto = await startQontoServer({ dataDir: path.join(folder, 'qonto'), demo: false })
    const addresses = { DROPBOX_API_URL: dropbox.url, DROPBOX_CONTENT_URL: dropbox.url, DROPBOX_NOTIFY_URL: dropbox.url, DROPBOX_WEB_URL: dropbox.url, QONTO_API_URL: qonto.url, QONTO_OAUTH_URL: qonto.url }
    const app = await startApp({ env: { DEMO: '0', CLOCK_FILE: '', DROPBOX_APP_KEY: '', DROPBOX_APP_SECRET: '', ...addresses, ...CLIENT } })
    await use({
      url: app.address.url,
      dataDir: app.address.dataDir,
      output: app.output,
      control: async (server, method, name, body) => {
        const reply = await fetch(`${{ dropbox, qonto }[server].url}/_sandbox/${name}`, { method, ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) })
        if (!reply.ok) throw new Error(`${method} ${name} answered ${reply.status}: ${await reply.text()}`)
        return (await reply.json()) as never
      },
    })
    await app.stop({ removeData: true })
    await Promise.all([dropbox.close(), qonto.close()])
    rmSync(folder, { recursive: true, force: true })
  },
})

/** Nothing in the way of assistive technology or a narrow screen. */
const look = async (page: Page, name: string) => expect(await lookOver(page, name)).toEqual([])

const line = (page: Page, check: string) => page.getByRole('status').getByRole('listitem').filter({ has: page.getByText(check, { exact: true }) })

test('an empty installation is set up in the pages, from the operator’s code to the first export', async ({ page, installation }) => {
  test.setTimeout(300_000)
  const { url, dataDir, control } = installation
  await control('qonto', 'POST', 'companies', { seed: 'set-up', name: 'Atelier Nord', accounts: 2, transactions: 9, receipts: 7, months: 2, receipt_size: { min: 2_000, max: 6_000 } })
  await control('qonto', 'POST', 'clients', { client_id: CLIENT.QONTO_CLIENT_ID, client_secret: CLIENT.QONTO_CLIENT_SECRET, name: 'Receipts', redirect_uris: [`${url}/api/qonto/callback`] })
  const { email } = await control<{ email: string }>('dropbox', 'POST', 'accounts', { email: 'office@atelier.example', name: 'Atelier Nord', kind: 'personal' })
  const code = readFileSync(path.join(dataDir, 'set-up-code'), 'utf8').trim()
  expect(installation.output()).toContain(code)
  expect(statSync(path.join(dataDir, 'set-up-code')).mode & 0o077).toBe(0)

  // Whoever comes is led to the set-up; without the code nobody takes the installation.
  await page.goto(`${url}/connect/dropbox`)
  await expect(page).toHaveURL(/\/set-up$/)
  await look(page, 'owner')
  const fill = async (given: string) => {
    await page.getByLabel('Set-up code').fill(given)
    await page.getByLabel('Organization').fill('Atelier Nord')
    await page.getByLabel('Your name').fill('Ada Martin')
    await page.getByLabel('E-mail').fill('ada@atelier-nord.com')
    await page.getByLabel('Password').fill('a long first password')
    await page.getByRole('button', { name: 'Create owner' }).click()
  }
  await fill('AAAA-BBBB-CCCC-DDDD')
  await expect(page.getByText('This is not the set-up code.')).toBeVisible()
  await expect(page.getByLabel('Organization')).toHaveValue('Atelier Nord')
  await look(page, 'owner-refused')
  await fill(code.toLowerCase())

  // The Dropbox app: refused while Dropbox does not know it, then stored.
  await expect(page).toHaveURL(/\/set-up\/dropbox$/)
  await expect(page.getByRole('group', { name: /Redirect URI/ })).toContainText(`${url}/api/dropbox/callback`)
  await page.getByLabel('App key').fill(APP.key)
  await page.getByLabel('App secret').fill('wrong')
  await page.getByRole('button', { name: 'Check and save' }).click()
  await expect(page.getByText('Dropbox does not know this app key and secret.')).toBeVisible()
  await look(page, 'dropbox-refused')
  await control('dropbox', 'POST', 'apps', { app_key: APP.key, app_secret: APP.secret, redirect_uris: ['https://elsewhere.example/callback'] })
  await page.getByLabel('App secret').fill(APP.secret)
  await page.getByRole('button', { name: 'Check and save' }).click()
  await expect(page.getByText('Dropbox knows this app.')).toBeVisible()
  await look(page, 'dropbox')
  await page.getByRole('link', { name: 'Continue' }).click()

  // Qonto, by signing in there: refused once, then allowed.
  await expect(page).toHaveURL(/\/set-up\/qonto$/)
  await look(page, 'qonto')
  const visitQonto = async (answer: 'Allow' | 'Refuse') => {
    await page.getByRole('button', { name: 'Connect with Qonto' }).click()
    await page.waitForURL(/\/oauth2\/signin/)
    await page.getByRole('radio').first().check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: answer }).click()
    await page.waitForURL(/\/set-up\/qonto/)
  }
  await visitQonto('Refuse')
  await expect(page.getByText('You cancelled at Qonto. Nothing was changed.')).toBeVisible()
  await look(page, 'qonto-cancelled')
  await visitQonto('Allow')
  await expect(page.getByText('Connected', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText('Qonto answers.')).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: 'Atelier Nord' })).toBeVisible()
  await look(page, 'qonto-connected')

  // Another consent replaces it while Qonto cannot end the first: said beside the card, with the way on, and the new one works.
  await control('qonto', 'PUT', 'faults', [{ kind: 'server_error', route: 'POST /oauth2/revoke' }])
  await visitQonto('Allow')
  await expect(page.getByText(/^Qonto has not confirmed yet that the earlier access of .+ has ended\.$/)).toBeVisible()
  await expect(page.getByText(/end it in Qonto’s own settings, under Integrations\. It ends by itself on \d/)).toBeVisible()
  await expect(page.getByText('Connected', { exact: true })).toBeVisible()
  await look(page, 'qonto-not-ended')
  await control('qonto', 'PUT', 'faults', [])
  await page.getByRole('link', { name: 'Continue' }).click()

  // The check names the one thing that is wrong, and is content once it is put right.
  await expect(page.getByText('One thing must be fixed.')).toBeVisible({ timeout: 30_000 })
  await expect(line(page, 'Redirect URI')).toContainText(`Dropbox refuses ${url}/api/dropbox/callback`)
  await look(page, 'check-wrong')
  await control('dropbox', 'POST', 'apps', { app_key: APP.key, redirect_uris: [`${url}/api/dropbox/callback`] })
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText('Everything that is needed is there.')).toBeVisible({ timeout: 30_000 })
  for (const check of ['Database', 'Background work', 'Dropbox app', 'Redirect URI', 'Dropbox permissions', 'Qonto', 'Clock']) await expect(line(page, check)).toContainText('Good')
  await look(page, 'check')
  await page.getByRole('link', { name: 'Connect Dropbox' }).click()

  // The wizard, to the end of the first export.
  await page.getByRole('main').getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByLabel('Authentication name').fill('Office')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: /^Choose a/ }).click()
  await page.getByLabel(email).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.getByRole('radio', { name: 'Everything' }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Finish' }).click()
  await expect(page.getByTestId('count')).toHaveText('7 of 7', { timeout: 60_000 })
  const tree = await control<{ path: string; kind: string }[]>('dropbox', 'GET', `tree?account=${encodeURIComponent(email)}`)
  expect(tree.filter((entry) => entry.kind === 'file' && !entry.path.includes('/_Qonto receipts'))).toHaveLength(7)

  // The way in is closed: no code is left, and the page leads on.
  expect(() => statSync(path.join(dataDir, 'set-up-code'))).toThrow()
  await page.goto(`${url}/set-up`)
  await expect(page).toHaveURL(/\/set-up\/check$/)
  await page.context().clearCookies()
  await page.goto(`${url}/set-up`)
  await expect(page).toHaveURL(/\/sign-in/)
})
