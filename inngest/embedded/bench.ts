import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../../scripts/launch/embedded-postgres.mjs'
import { migrate } from '../../scripts/migrate.mjs'
import { stormWithKills } from '../contract/kill-storm'
import { eventually, startWorld, type World } from '../contract/world'

type Line = Record<string, string | number>

/**
 * Measures the embedded runner with the contract's app in one process of its own, on a database that writes through to
 * the disk: steps a second, time from event to start, the cost of doing nothing, and 20 kills under load.
 */
export async function* benchEmbeddedRunner(): AsyncGenerator<Line> {
  const dir = await mkdtemp(path.join(tmpdir(), 'runner-bench-'))
  const postgres = await startPostgres(dir, 'bench')
  await migrate(postgres.url, fileURLToPath(new URL('../../prisma/migrations', import.meta.url)))
  const world = await startWorld(postgres.url, { CONTRACT_POLL_MS: '500' })
  try {
    await measureSteps(world, 40, 1, 'warm-up')
    yield await measureSteps(world, 400, 5, '400 runs of 5 steps')
    yield await measureSteps(world, 1000, 1, '1000 runs of 1 step')
    yield await measureSteps(world, 1, 100, '1 run of 100 steps')
    yield await measureStart(world, 50)
    yield await measureIdle(world, 10)
    yield await measureKills(world, 60, 20)
  } finally {
    await world.close()
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function usageOf(world: World): Promise<{ cpuMs: number; rssMb: number }> {
  return (await (await fetch(`${world.appUrl}/usage`)).json()) as { cpuMs: number; rssMb: number }
}

/** Of the measured function alone: the contract's cron ends a run every minute. */
async function endedRuns(world: World): Promise<number> {
  const { rows } = await world.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM runner.run WHERE status = 'completed' AND event ->> 'name' = 'contract/trivial'`)
  return rows[0]?.count ?? 0
}

const round = (value: number) => Math.round(value * 100) / 100

async function measureSteps(world: World, runs: number, steps: number, name: string): Promise<Line> {
  const before = await endedRuns(world)
  const start = performance.now()
  await world.sendMany(Array.from({ length: runs }, () => ({ name: 'contract/trivial', data: { steps } })))
  await eventually(name, async () => (await endedRuns(world)) === before + runs, 120)
  const seconds = (performance.now() - start) / 1000
  const { rssMb } = await usageOf(world)
  return { bench: 'runner.steps', name, n: runs * steps, seconds: round(seconds), steps_per_second: round((runs * steps) / seconds), peak_rss_mb: rssMb }
}

async function measureStart(world: World, n: number): Promise<Line> {
  const times: number[] = []
  for (let nth = 0; nth < n; nth++) {
    const key = `start-${nth}`
    const sentAt = Date.now()
    await world.send('contract/plain', { key })
    const [ran] = await world.waitForRecords(key, 'ran')
    times.push((ran?.at ?? Infinity) - sentAt)
  }
  times.sort((a, b) => a - b)
  return { bench: 'runner.start', n, p50_ms: round(times[Math.floor(n / 2)] ?? 0), p95_ms: round(times[Math.floor(n * 0.95)] ?? 0) }
}

async function measureIdle(world: World, seconds: number): Promise<Line> {
  const before = await usageOf(world)
  await delay(seconds * 1000)
  const after = await usageOf(world)
  return { bench: 'runner.idle', n: 1, seconds, cpu_percent: round((after.cpuMs - before.cpuMs) / (seconds * 10)), peak_rss_mb: after.rssMb }
}

async function measureKills(world: World, runs: number, kills: number): Promise<Line> {
  const start = performance.now()
  const { completed, begun, repeated } = await stormWithKills(world, runs, kills)
  const seconds = round((performance.now() - start) / 1000)
  return { bench: 'runner.kills', n: runs, kills, seconds, completed, cut_off_steps: begun - runs * 5, repeated_steps: repeated }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for await (const line of benchEmbeddedRunner()) process.stdout.write(`${JSON.stringify(line)}\n`)
}
