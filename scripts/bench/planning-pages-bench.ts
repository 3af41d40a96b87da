import { setTimeout as delay } from 'node:timers/promises'
import { db } from '@/lib/db'
import { startBusyApp, type BusyApp } from './busy-app'
import { insertOrganizations, NIGHT } from './planning-bench'
import { print } from './print'
import { programBench } from './program-bench'
import { quantiles } from './quantiles'
import type { World } from './world'

const PER_SECOND = 10
const CALM_SECONDS = 20
const MINUTE_MS = 60_000

/** How fast the pages are while the background work decides and fans out 23:30 for everybody, against how fast they are before. */
export async function planningPagesBench(world: World, sizes: number[]): Promise<void> {
  for (const organizations of sizes) {
    await insertOrganizations(organizations)
    await db().$executeRaw`TRUNCATE runner.run CASCADE`
    const app = await startBusyApp(world, 'o000000001', new Date(NIGHT.getTime() - 5 * MINUTE_MS))
    try {
      print('planning: pages before', { n: organizations, per_second: PER_SECOND, ...quantiles(await app.visitDuring(PER_SECOND, () => delay(CALM_SECONDS * 1000))) })
      const begunAt = performance.now()
      const times = await planned(app)
      const seconds = (performance.now() - begunAt) / 1000
      print('planning: pages meanwhile', { n: organizations, seconds, per_second: PER_SECOND, requests: times.length, ...quantiles(times) })
      const written = await db().run.count({ where: { trigger: 'daily' } })
      if (written !== organizations) throw new Error(`${written} runs for ${organizations} organizations`)
    } finally {
      await app.stop()
    }
  }
}

/** Moves the clock over 23:30 and looks at pages until the daily export has sent its last event. */
async function planned(app: BusyApp): Promise<number[]> {
  const ended = async () => {
    const [row] = await db().$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM runner.run WHERE function_id = 'receipts-to-dropbox-daily-export' AND status = 'completed' AND (event -> 'data' ->> 'scheduledAt') = '2026-11-23T22:30:00.000Z'`
    return row?.count === 1
  }
  return await app.visitDuring(PER_SECOND, async () => {
    app.setClock(NIGHT)
    while (!(await ended())) await delay(200)
  })
}

/** The runner's own figures with the app and its visitors on the same machine. */
export async function besideBench(world: World): Promise<void> {
  await insertOrganizations(10)
  const app = await startBusyApp(world, 'o000000001', new Date())
  try {
    const times = await app.visitDuring(PER_SECOND, () => programBench('inngest/embedded/bench.ts'))
    print('runner: pages beside it', { requests: times.length, per_second: PER_SECOND, ...quantiles(times) })
  } finally {
    await app.stop()
  }
}
