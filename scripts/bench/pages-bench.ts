import { setTimeout as delay } from 'node:timers/promises'
import { listReceipts } from '@/lib/receipts/list-receipts'
import { startPages } from './pages-app'
import { pagesCompany, type PagesCompany } from './pages-company'
import { print } from './print'
import { quantiles } from './quantiles'
import { timeOfPage } from './time-of-page'
import type { World } from './world'

const PER_SECOND = 20
const SECONDS = 45

/** Every page, signed in, at 20 requests a second whether or not earlier ones have been answered: milliseconds until the last byte. */
export async function pagesBench(world: World, sizes: number[]): Promise<void> {
  const app = await startPages(world)
  try {
    for (const receipts of sizes) {
      const company = await pagesCompany(receipts, world.env.NEXTAUTH_SECRET ?? '')
      const places = Object.entries(await placesOf(company))
      const visit = async (place: string) => await timeOfPage(`${app.url}${place}`, company.cookie)
      for (let time = 0; time < 3; time++) for (const [, place] of places) await visit(place)
      const times = new Map(places.map(([name]) => [name, [] as number[]]))
      const pending: Promise<unknown>[] = []
      const begunAt = performance.now()
      for (let count = 0; count < PER_SECOND * SECONDS; count++) {
        await delay(begunAt + (count * 1000) / PER_SECOND - performance.now())
        const [name, place] = places[count % places.length] ?? ['', '/']
        pending.push(visit(place).then((ms) => times.get(name)?.push(ms)))
      }
      await Promise.all(pending)
      for (const [name, all] of times) print('pages', { page: name, n: receipts, per_second: PER_SECOND, requests: all.length, ...quantiles(all) })
      print('pages', { page: 'all', n: receipts, per_second: PER_SECOND, ...quantiles([...times.values()].flat()) })
    }
  } finally {
    await app.stop()
  }
}

export async function placesOf({ organizationId, receiptId }: PagesCompany): Promise<Record<string, string>> {
  let cursor = ''
  for (let page = 0; page < 100; page++) cursor = (await listReceipts(organizationId, { limit: 200, ...(cursor && { cursor }) })).nextCursor ?? cursor
  const account = await accountOf(organizationId)
  return {
    connect: '/connect/dropbox',
    certificate: '/connect/dropbox/certificate',
    receipts: '/receipts',
    'receipts, a deep page': `/receipts?cursor=${cursor}`,
    'receipts, one account and month': `/receipts?account=${account}&month=${new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 7)}`,
    'receipts, waiting': '/receipts?state=waiting',
    'receipts, in Dropbox': '/receipts?state=in_dropbox',
    'receipts, a common word': '/receipts?search=hotel',
    'receipts, a rare word': '/receipts?search=invoice-abc',
    'receipts, two words': '/receipts?search=bahn%20127',
    'receipts, nothing found': '/receipts?search=xylophone',
    transactions: '/receipts/transactions',
    'transactions, a word': '/receipts/transactions?search=taxi',
    'transactions without a receipt': '/receipts/missing',
    'one receipt': `/receipts/${receiptId}`,
    accounts: '/accounts',
    activity: '/activity',
    settings: '/settings',
  }
}

async function accountOf(organizationId: string): Promise<string> {
  const { rows } = await listReceipts(organizationId, { limit: 1 })
  return rows[0]?.accountId ?? ''
}
