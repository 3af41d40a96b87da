import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { encode } from 'next-auth/jwt'
import { db } from '@/lib/db'
import { startSession } from '@/lib/auth/sessions'
import { startPages } from './pages-app'
import { timeOfPage } from './time-of-page'
import type { World } from './world'

const PAGES = ['/connect/dropbox', '/receipts', '/accounts', '/activity', '/settings']

export type BusyApp = {
  /** Sets the app's clock. */
  setClock(moment: Date): void
  /** Visits the pages in turn, `perSecond` times a second whether or not earlier ones have been answered, until `work` is done: milliseconds of each. */
  visitDuring(perSecond: number, work: () => Promise<unknown>): Promise<number[]>
  stop(): Promise<void>
}

/** The production build with its background work beside it, over a world's database, from a moment on, and a signed-in owner who looks at the pages. */
export async function startBusyApp(world: World, organizationId: string, from: Date): Promise<BusyApp> {
  const clockFile = path.join(world.dir, 'clock.json')
  const setClock = (moment: Date) => writeFileSync(clockFile, JSON.stringify({ offsetMs: moment.getTime() - Date.now() }))
  setClock(from)
  const { url, stop } = await startPages(world, { background: true, clockFile })
  const cookie = await signIn(organizationId, world.env.NEXTAUTH_SECRET ?? '')
  // Each page is first asked for a few times, one after the other: a cold start is not what is measured.
  for (let time = 0; time < 3; time++) for (const page of PAGES) await timeOfPage(`${url}${page}`, cookie)
  return {
    setClock,
    async visitDuring(perSecond, work) {
      const [times, pending]: [number[], Promise<unknown>[]] = [[], []]
      let isDone = false
      const done = work().finally(() => (isDone = true))
      const begunAt = performance.now()
      for (let count = 0; !isDone; count++) {
        await delay(Math.max(0, begunAt + (count * 1000) / perSecond - performance.now()))
        pending.push(timeOfPage(`${url}${PAGES[count % PAGES.length] ?? ''}`, cookie).then((ms) => times.push(ms)))
      }
      await Promise.all([done, ...pending])
      return times
    },
    stop,
  }
}

async function signIn(organizationId: string, secret: string): Promise<string> {
  const user = await db().user.create({ data: { email: `owner-${randomBytes(4).toString('hex')}@example.com`, name: 'The owner', passwordHash: '-' } })
  await db().membership.create({ data: { organizationId, userId: user.id, role: 'owner' } })
  return `receipts.session=${await encode({ token: { sub: user.id, sid: await startSession(user.id, organizationId) }, secret })}`
}
