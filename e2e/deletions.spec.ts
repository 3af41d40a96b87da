import { nextAtMinute } from './clock'
import { connect, disconnect, expect, expectUpToDate, runs, signIn, status, syncNow, test } from './fixtures'
import type { Entry, NewReceipt } from './world'

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'))
const placeAndBytes = ({ path, size, content_hash }: Entry) => ({ path, size, content_hash })
/** Receipts of two months that the test knows: three in the older one, two in the newer. */
const older = new Date(Date.UTC(2026, 2, 12, 10))
const newer = new Date(Date.UTC(2026, 3, 14, 10))
const receipts: NewReceipt[] = [
  { file_name: 'march one.pdf', emittedAt: older },
  { file_name: 'march two.pdf', emittedAt: older },
  { file_name: 'march three.pdf', emittedAt: older },
  { file_name: 'april one.pdf', emittedAt: newer },
  { file_name: 'april two.pdf', emittedAt: newer },
]

test.use({
  company: async ({ world }, use) => {
    const put = async (company: { id: string }) => {
      for (const receipt of receipts) await world.newReceipt(company as never, receipt)
    }
    await use(await world.company({ transactions: 0, receipts: 0 }, put))
  },
})

test('a deleted file comes back by itself', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 5)
  const before = await world.files(account.email)
  const victim = before[1] as Entry
  await world.person(account.email, { op: 'delete', path: victim.path })
  expect(await world.paths(account.email)).not.toContain(victim.path)

  // The hourly comparison with Dropbox.
  world.setClock(nextAtMinute(7))
  await expect.poll(async () => (await world.files(account.email)).map(placeAndBytes), { timeout: 60_000 }).toEqual(before.map(placeAndBytes))
  await expectUpToDate(page, 5)
  await expect(page.getByRole('region', { name: 'Changes made in Dropbox' })).toContainText(victim.path)
  await syncNow(page)
  await expect(page.getByRole('region', { name: 'Changes made in Dropbox' })).toContainText('It came back')
})

test('a deleted folder stays deleted; a new receipt for that period or account is still exported', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 5)
  const before = await world.paths(account.email)
  const march = folderOf(before.find((path) => path.includes('march one')) as string)
  const april = before.filter((path) => path.includes('april'))
  await world.person(account.email, { op: 'delete', path: march })
  await syncNow(page)
  await expectUpToDate(page, 2)
  await expect(status(page)).toContainText('3 more receipts stay away because their folder was deleted in Dropbox.')
  const changes = page.getByRole('region', { name: 'Changes made in Dropbox' })
  await expect(changes.getByRole('listitem').filter({ hasText: march })).toContainText('3 receipts stay away.')
  expect(await world.paths(account.email)).toEqual(april)

  await world.newReceipt(company, { file_name: 'march late.pdf', emittedAt: older })
  await syncNow(page)
  await expectUpToDate(page, 3)
  const now = await world.paths(account.email)
  expect(now.filter((path) => path.startsWith(`${march}/`))).toEqual([expect.stringContaining('march late.pdf')])
  expect(now.filter((path) => !path.startsWith(`${march}/`))).toEqual(april)

  await test.step('the account’s folder', async () => {
    await world.person(account.email, { op: 'delete', path: folderOf(march) })
    await syncNow(page)
    await expect(page.getByTestId('count')).toHaveText('0 of 0')
    await world.newReceipt(company, { file_name: 'april late.pdf', emittedAt: newer })
    await syncNow(page)
    await expectUpToDate(page, 1)
    expect(await world.paths(account.email)).toEqual([expect.stringContaining('/2026-04/')])
  })
})

test('reconfiguring brings back what the deleted folder held, and uploads nothing that is still there', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 5)
  const before = await world.files(account.email)
  const march = folderOf(before.find(({ path }) => path.includes('march one'))?.path as string)
  await world.person(account.email, { op: 'delete', path: march })
  await syncNow(page)
  await expectUpToDate(page, 2)
  const kept = await world.files(account.email)
  expect(kept).toHaveLength(2)

  await disconnect(page)
  await connect(page, world, account)
  await expectUpToDate(page, 5)
  const after = await world.files(account.email)
  expect(after.map(placeAndBytes)).toEqual(before.map(placeAndBytes))
  expect(after.filter(({ path }) => path.includes('april')), 'same ids and revisions: not uploaded again').toEqual(kept)
  await expect(runs(page, 'First export')).toContainText('2 were there already')
})

test('Bring back exports what a deleted folder held, without reconfiguring', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 5)
  const before = await world.files(account.email)
  const march = folderOf(before.find(({ path }) => path.includes('march one'))?.path as string)
  await world.person(account.email, { op: 'delete', path: march })
  await syncNow(page)
  await expectUpToDate(page, 2)
  await page.getByRole('button', { name: `Bring back: ${march}` }).click()
  await expectUpToDate(page, 5)
  expect((await world.files(account.email)).map(placeAndBytes)).toEqual(before.map(placeAndBytes))
})

test('a folder that was renamed or moved in Dropbox is followed, and a file that was edited there is left alone', async ({ page, world, company, account }) => {
  await signIn(page, world, company)
  await connect(page, world, account)
  await expectUpToDate(page, 5)
  const [first] = await world.paths(account.email)
  const root = '/Qonto'
  await world.person(account.email, { op: 'move', path: root, to: '/Belege 2026' })
  const edited = (first as string).replace(root, '/Belege 2026')
  await world.person(account.email, { op: 'write', path: edited, text: 'a note of mine' })
  await world.newReceipt(company, { file_name: 'april late.pdf', emittedAt: newer })
  await syncNow(page)
  await expectUpToDate(page, 6)
  const paths = await world.paths(account.email)
  expect(paths).toHaveLength(6)
  expect(paths.filter((path) => !path.startsWith('/Belege 2026/'))).toEqual([])
  expect((await world.files(account.email)).find((file) => file.path === edited)?.size).toBe('a note of mine'.length)
  await expect(status(page)).toContainText('1 file was changed in Dropbox and is left as it is.')
})
