import { connectedCompany, type Company } from './connected-company'
import { print } from './print'
import { runEngine } from './run-engine'
import { NO_DELAYS, type World } from './world'

/** Small receipts, so that the number is what grows; what lies in memory is bounded in bytes (lib/exports/upload-pipeline.ts). */
const SMALL = { min: 6_000, max: 20_000 }

/** Peak memory of the engine's process, above the same process after a small run, for growing numbers of receipts; no delays. */
export async function memoryBench(world: World, sizes: number[]): Promise<Company | null> {
  await world.setDelays(NO_DELAYS)
  let company: Company | null = null
  for (const receipts of sizes) {
    const warmUp = await connectedCompany(world, { receipts: 200, size: SMALL })
    company = await connectedCompany(world, { receipts, size: SMALL })
    const { outcome, seconds, above_idle_mb, peak_rss_mb, idle_rss_mb, cpuSeconds } = await runEngine(world, await warmUp.request(), await company.request())
    print('memory', { n: receipts, seconds, outcome, receipts_per_second: receipts / seconds, idle_rss_mb, peak_rss_mb, above_idle_mb, cpu_seconds: cpuSeconds })
  }
  return company
}
