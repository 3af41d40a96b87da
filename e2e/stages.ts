import type { Page } from '@playwright/test'
import { beginSetup, chooseAccount, connect, expect, expectUpToDate, signIn, status, syncNow } from './fixtures'
import type { Company, CompanySize, DropboxAccount, World } from './world'

export type Walk = { page: Page; world: World; company: Company; account: DropboxAccount }
type Act = (walk: Walk) => Promise<void>

/** A state of the product and the pages on which it shows. Read in order by the accessibility journeys and by `npm run shots`. */
export type Stage = {
  /** What people did before these pages look this way. */
  prepare?: Act
  /** Name of each page and its address, or how to find that. */
  pages: Record<string, string | ((walk: Walk) => Promise<string>)>
  /** What shows only after a press, on the page that its address names. */
  moments?: Record<string, { at: string; open: Act }>
}

export type Story = {
  title: string
  size: CompanySize
  /** Bytes of the Dropbox account. */
  quota?: number
  /** What happened at the bank before the product looks at it first. */
  bank?: (world: World, company: Company) => Promise<void>
  stages: Stage[]
}

const at = (path: string): Act => async ({ page, world }) => void (await page.goto(`${world.app.url}${path}`))
const CONNECT = '/connect/dropbox'
const WIZARD = `${CONNECT}/setup`
const LISTS = { receipts: '/receipts', 'receipts missing': '/receipts/missing', transactions: '/receipts/transactions', accounts: '/accounts', activity: '/activity', settings: '/settings' }
const REFUSALS = ['oauth_cancelled', 'oauth_state_expired', 'oauth_scope_missing', 'oauth_other_account', 'dropbox_app_frozen']

const firstReceipt: (walk: Walk) => Promise<string> = async (walk) => {
  await at('/receipts')(walk)
  return (await walk.page.getByRole('row').getByRole('link').first().getAttribute('href')) ?? '/receipts'
}

const longest = 'Verwaltungsgesellschaft'.repeat(9).slice(0, 200)

/** From the sign-in page to Finish. */
const before: Story = {
  title: 'before and while connecting',
  size: { accounts: 2, transactions: 24, receipts: 26, months: 5 },
  stages: [
    {
      pages: { 'sign in': '/sign-in' },
      moments: {
        'sign in refused': {
          at: '/sign-in',
          open: async ({ page }) => {
            await page.getByLabel('Password').fill('not my password')
            await page.getByRole('button', { name: 'Sign in' }).click()
            await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible()
          },
        },
      },
    },
    { prepare: async ({ page, world, company }) => await signIn(page, world, company, 'manager'), pages: { 'not connected as manager': CONNECT } },
    { prepare: async ({ page, world, company }) => await signIn(page, world, company, 'employee'), pages: { 'not allowed': CONNECT } },
    {
      prepare: async ({ page, world, company }) => await signIn(page, world, company),
      pages: { 'not connected': CONNECT, 'activity before': '/activity', 'accounts before': '/accounts', 'receipts nothing matches': '/receipts?search=nothing+like+it', nowhere: '/nowhere' },
    },
    { prepare: async ({ page, world }) => await beginSetup(page, world, 'Bookkeeping'), pages: { 'wizard name': `${WIZARD}/name`, 'wizard account': `${WIZARD}/account`, 'setting up': CONNECT } },
    { pages: Object.fromEntries(REFUSALS.map((code) => [`wizard ${code}`, `${WIZARD}/account?error=${code}`])) },
    {
      prepare: async (walk) => {
        await at(`${WIZARD}/account`)(walk)
        await chooseAccount(walk.page, walk.account)
      },
      pages: { 'wizard account linked': `${WIZARD}/account`, 'wizard start': `${WIZARD}/start`, 'wizard start own': `${WIZARD}/start?preset=own` },
      moments: {
        'wizard name refused': {
          at: `${WIZARD}/name`,
          open: async ({ page }) => {
            await page.getByLabel('Authentication name').fill('   ')
            await page.getByRole('button', { name: 'Continue' }).click()
            await expect(page.getByText('Give the connection a name.')).toBeVisible()
          },
        },
      },
    },
    {
      prepare: async (walk) => {
        await at(`${WIZARD}/start?preset=everything`)(walk)
        await walk.page.getByRole('button', { name: 'Continue' }).click()
        await walk.page.waitForURL(/\/setup\/finish/)
      },
      pages: { 'wizard finish': `${WIZARD}/finish` },
    },
  ],
}

/** A quiet connection, and everything that can be opened on its pages. */
const connected: Story = {
  title: 'once connected',
  size: { accounts: 2, transactions: 40, receipts: 44, months: 6 },
  stages: [
    {
      prepare: async ({ page, world, company, account }) => {
        await signIn(page, world, company)
        await connect(page, world, account, { name: 'Bookkeeping' })
        await expectUpToDate(page, 44)
      },
      pages: { connected: CONNECT, certificate: `${CONNECT}/certificate`, ...LISTS, receipt: firstReceipt, 'receipt gone': '/receipts/none' },
      moments: {
        'connected menu': { at: CONNECT, open: async ({ page }) => await page.getByRole('button', { name: 'Connected' }).click() },
        disconnect: {
          at: CONNECT,
          open: async ({ page }) => {
            await page.getByRole('button', { name: 'Connected' }).click()
            await page.getByRole('menuitem', { name: 'Disconnect Dropbox' }).click()
            await expect(page.getByRole('dialog')).toBeVisible()
          },
        },
        'member menu': { at: '/receipts', open: async ({ page }) => await page.getByRole('button', { name: /^Your account/ }).click() },
        'add a receipt': {
          at: '/receipts/transactions',
          open: async ({ page }) => {
            await page.getByText('Add a receipt').first().click()
            await page.getByLabel('Choose files').first().setInputFiles([
              { name: 'program.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ') },
              { name: 'taxi.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') },
            ])
            await expect(page.getByText('Sent to Qonto.').first()).toBeVisible()
          },
        },
        notifications: { at: '/settings', open: async ({ page }) => await page.getByRole('region', { name: 'Notifications' }).locator('summary').first().click() },
        'add a member': { at: '/settings', open: async ({ page }) => await page.getByText('Add a member').click() },
      },
    },
    {
      // Notices are looked after every ten minutes, and once for each of these moments: another journey may have been at the next one before us.
      prepare: async (walk) => {
        let minutes = 0
        await expect(async () => {
          walk.world.setClock(new Date(Date.now() + (minutes += 11) * 60_000))
          await at(CONNECT)(walk)
          await expect(walk.page.getByText('The first export has finished')).toBeVisible({ timeout: 3000 })
        }).toPass({ timeout: 60_000 })
      },
      pages: { 'connected with a notice': CONNECT },
    },
    { prepare: async ({ page, world, company }) => await signIn(page, world, company, 'manager'), pages: { 'connected as manager': CONNECT, 'settings as manager': '/settings' } },
  ],
}

/** What goes wrong, and what people do in Dropbox. */
const troubled: Story = {
  title: 'in trouble',
  size: { accounts: 2, transactions: 64, receipts: 64, months: 4 },
  stages: [
    {
      prepare: async ({ page, world, company, account }) => {
        await world.dropbox('PUT', '/latency', { per_call_ms: 3000 })
        await signIn(page, world, company)
        await connect(page, world, account, { name: 'Bookkeeping' })
        await expect(status(page).getByText('Exporting')).toBeVisible()
      },
      pages: { exporting: CONNECT },
    },
    {
      prepare: async ({ page, world, company, account }) => {
        await world.dropbox('PUT', '/latency', {})
        await at(CONNECT)({ page, world, company, account })
        await expectUpToDate(page, 64)
        const paths = await world.paths(account.email)
        const folder = (path = '') => path.slice(0, path.lastIndexOf('/'))
        const last = paths.at(-1) ?? ''
        await world.person(account.email, { op: 'delete', path: folder(paths[0]) })
        await world.person(account.email, { op: 'move', path: folder(last), to: `${folder(last)} seen` })
        await world.person(account.email, { op: 'delete', path: paths.find((path) => folder(path) !== folder(paths[0]) && folder(path) !== folder(last)) ?? '' })
        await world.newReceipt(company, { file_name: 'late invoice.pdf' })
        await world.qonto('PUT', '/faults', [{ route: 'GET /files/{id}/{copy}', kind: 'truncated' }])
        await syncNow(page)
        await world.qonto('PUT', '/faults', [])
      },
      pages: { 'needs attention': CONNECT, 'activity in trouble': '/activity', 'certificate incomplete': `${CONNECT}/certificate`, 'accounts in trouble': '/accounts', 'receipts waiting': '/receipts' },
    },
    {
      prepare: async ({ page, world, account, company }) => {
        await at(CONNECT)({ page, world, company, account })
        await syncNow(page)
        await world.person(account.email, { op: 'delete', path: '/Qonto' })
        await syncNow(page)
        await expect(status(page).getByText('Paused')).toBeVisible()
      },
      pages: { paused: CONNECT },
    },
    {
      prepare: async ({ page, world, company, account }) => {
        await world.person(account.email, { op: 'revoke_app' })
        await at(CONNECT)({ page, world, company, account })
        await page.getByRole('button', { name: 'Sync now' }).click()
        await expect(status(page).getByText('Reconnect needed')).toBeVisible()
      },
      pages: { 'reconnect needed': CONNECT },
    },
  ],
}

/** Space for a part of it, and names at the edge of what people type. */
const odd: Story = {
  title: 'with a full Dropbox and names of every kind',
  size: { transactions: 4, receipts: 4, receipt_size: { min: 90_000, max: 110_000 } },
  quota: 300_000,
  bank: async (world, company) => {
    const label = longest.slice(0, 120)
    await world.qonto('POST', '/accounts', { company: company.id, name: label })
    const names = [[longest, `${longest.slice(0, 190)}.pdf`], ['مكتب المحاسبة والاستشارات', 'فاتورة 2026.pdf'], ['🧾 Café 👩‍👩‍👧‍👦', '🧾🧾🧾.pdf']]
    for (const [counterparty, file_name] of names) await world.qonto('POST', '/receipts', { company: company.id, account: label, counterparty, file_name, content_type: 'application/pdf', size: 90_000 })
  },
  stages: [
    {
      prepare: async ({ page, world, company, account }) => {
        await signIn(page, world, company)
        await beginSetup(page, world, `ראשי 🧾 ${longest}`.slice(0, 100))
        await chooseAccount(page, account)
        await page.getByRole('link', { name: 'Continue' }).click()
        await page.getByRole('radio', { name: 'Everything' }).check()
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.waitForURL(/\/setup\/finish/)
      },
      pages: { 'wizard finish odd': `${WIZARD}/finish` },
    },
    {
      prepare: async (walk) => {
        await at(`${WIZARD}/finish`)(walk)
        await walk.page.getByRole('button', { name: 'Finish' }).click()
        await expect(walk.page.getByText(/^The Dropbox is full: .* more are needed$/)).toBeVisible({ timeout: 60_000 })
      },
      pages: { full: CONNECT, 'certificate odd': `${CONNECT}/certificate`, 'receipts odd': '/receipts', 'transactions odd': '/receipts/transactions', 'accounts odd': '/accounts', 'receipt odd': firstReceipt },
    },
  ],
}

export const STORIES: readonly Story[] = [before, connected, troubled, odd]
