import type { Page } from '@playwright/test'
import { receiptsAtBank } from './bank'
import { expect, signIn, test } from './fixtures'
import type { Company, World } from './world'

const pdf = (name: string, size = 3000) => ({ name, mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(size, name), Buffer.from('\n%%EOF\n')]) })
const namesAtBank = async (world: World, company: Company) => (await receiptsAtBank(world, company)).map(({ name }) => name).sort()
const line = (page: Page, name: string) => page.getByRole('list', { name: 'Files' }).getByRole('listitem').filter({ hasText: name })

test.use({ company: async ({ world }, use) => use(await world.company({ transactions: 1, receipts: 0 })) })

test.beforeEach(async ({ page, world, company }) => {
  await signIn(page, world, company, 'employee')
  await page.goto(`${world.app.url}/receipts/missing`)
  await page.getByText('Add a receipt').click()
})

test('several files go one after the other, each with its progress; one chosen twice is asked about; one that broke off is sent again', async ({ page, world, company }) => {
  // The second file waits for the first, and the third does not arrive at its first try.
  let held: (() => void) | undefined
  let calls = 0
  await page.route('**/api/receipts', async (route) => {
    calls += 1
    if (calls === 1) await new Promise<void>((resolve) => (held = resolve))
    if (calls === 3) return await route.abort('connectionreset')
    await route.continue()
  })
  await page.getByLabel('Choose files').setInputFiles([pdf('one.pdf'), pdf('two.pdf'), pdf('three.pdf')])
  await expect(line(page, 'one.pdf')).toContainText('Sending')
  await expect(line(page, 'two.pdf')).toContainText('Waiting')
  await page.getByLabel('Choose files').setInputFiles([pdf('one.pdf')])
  await expect(line(page, 'one.pdf').last()).toContainText('This file was chosen already.')
  await expect(line(page, 'one.pdf').last().getByRole('button', { name: 'Send anyway' })).toBeVisible()
  await expect.poll(() => held !== undefined).toBe(true)
  held?.()
  await expect(line(page, 'two.pdf')).toContainText('Sent to Qonto.')
  await expect(line(page, 'three.pdf')).toContainText('This did not reach the server.')
  await line(page, 'three.pdf').getByRole('button', { name: 'Try again' }).click()
  await expect(line(page, 'three.pdf')).toContainText('Sent to Qonto.')
  await expect.poll(() => namesAtBank(world, company)).toEqual(['one.pdf', 'three.pdf', 'two.pdf'])
})

test('files that are dropped are sent', async ({ page, world, company }) => {
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    for (const name of ['left.pdf', 'right.pdf']) transfer.items.add(new File([`%PDF-1.4\n${name}\n%%EOF\n`], name, { type: 'application/pdf' }))
    return transfer
  })
  const place = page.getByText('Drop files here, or choose them')
  await place.dispatchEvent('dragover', { dataTransfer: dropped })
  await place.dispatchEvent('drop', { dataTransfer: dropped })
  for (const name of ['left.pdf', 'right.pdf']) await expect(line(page, name)).toContainText('Sent to Qonto.')
  await expect.poll(() => namesAtBank(world, company)).toEqual(['left.pdf', 'right.pdf'])
})

test('a phone’s camera sends a photo; a page with a pointer does not offer it', async ({ page, world, company, browser }) => {
  await expect(page.getByRole('button', { name: 'Take a photo' })).toBeHidden()
  const phone = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const screen = await phone.newPage()
  await signIn(screen, world, company, 'employee')
  await screen.goto(`${world.app.url}/receipts/missing`)
  await screen.getByText('Add a receipt').tap()
  await expect(screen.getByLabel('Take a photo').last()).toHaveAttribute('capture', 'environment')
  const choosing = screen.waitForEvent('filechooser')
  await screen.getByRole('button', { name: 'Take a photo' }).tap()
  const png = await screen.evaluate(() => document.createElement('canvas').toDataURL('image/png').split(',')[1] ?? '')
  await (await choosing).setFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
  await expect(line(screen, 'photo.png')).toContainText('Sent to Qonto.')
  await expect.poll(() => namesAtBank(world, company)).toEqual(['photo.png'])
  await phone.close()
})
