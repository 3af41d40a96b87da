import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { connectedCompany, tokensFor } from './connected-company'
import { copyToDisk } from './copy-to-disk'
import { print } from './print'
import { rcloneCopy, rcloneVersion } from './rclone'
import { runEngine } from './run-engine'
import { CAPPED, NOT_CAPPED, NO_DELAYS, type Delays, type World } from './world'
import { clearCalls, writeCalls } from './write-calls'

/** The same bytes to the same server: ours, fetching every receipt from Qonto first, and rclone from the local disk. */
export async function transferBench(world: World, receipts: number, isCapped: boolean, hasPeer: boolean): Promise<void> {
  const delays = isCapped ? CAPPED : NOT_CAPPED
  const bench = isCapped ? 'transfer capped' : 'transfer not capped'
  const company = await connectedCompany(world, { receipts })
  await world.setDelays(delays)
  await clearCalls(world)
  const ours = await runEngine(world, await company.request())
  const calls = await writeCalls(world)
  await world.setDelays(NO_DELAYS)
  const dir = mkdtempSync(path.join(world.dir, 'disk-'))
  try {
    const bytes = await copyToDisk(company, dir)
    const line = lineSeconds(bytes, delays)
    print(bench, {
      n: receipts, tool: 'ours', seconds: ours.seconds, outcome: ours.outcome, calls: calls.all, write_calls: calls.writes, write_calls_per_receipt: calls.writes / receipts,
      mb: bytes / 1e6, receipts_per_second: receipts / ours.seconds, over_line: line && ours.seconds / line, cpu_seconds: ours.cpuSeconds,
      peak_rss_mb: ours.peak_rss_mb, above_idle_mb: ours.above_idle_mb, refused: calls.refused, by_route: calls.byRoute,
    })
    if (hasPeer && rcloneVersion()) await withRclone(world, { bench, receipts, delays, dir, line, ours: ours.seconds })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const lineSeconds = (bytes: number, { bandwidthMbit }: Delays) => (bandwidthMbit > 0 ? bytes / (bandwidthMbit * 125_000) : null)

async function withRclone(world: World, of: { bench: string; receipts: number; delays: Delays; dir: string; line: number | null; ours: number }): Promise<void> {
  const email = `rclone-${Date.now()}@example.com`
  await world.dropbox('POST', 'accounts', { email, name: 'rclone', quota: 1e13 })
  const tokens = await tokensFor(world, email)
  await world.setDelays(of.delays)
  await clearCalls(world)
  const seconds = await rcloneCopy(world, of.dir, tokens)
  const calls = await writeCalls(world)
  await world.setDelays(NO_DELAYS)
  print(of.bench, {
    n: of.receipts, tool: rcloneVersion(), seconds, calls: calls.all, write_calls: calls.writes, write_calls_per_receipt: calls.writes / of.receipts,
    refused: calls.refused, by_route: calls.byRoute, receipts_per_second: of.receipts / seconds, over_line: of.line && seconds / of.line, ours_over_rclone: of.ours / seconds,
  })
}
