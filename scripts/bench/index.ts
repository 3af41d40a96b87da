import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { db } from '@/lib/db'
import { figuresTable, withTable } from './figures-table'
import { memoryBench } from './memory-bench'
import { plannerBench } from './planner-bench'
import { pagesBench } from './pages-bench'
import { planningBench } from './planning-bench'
import { besideBench, planningPagesBench } from './planning-pages-bench'
import { printed } from './print'
import { programBench } from './program-bench'
import { progressBench } from './progress-bench'
import { quietBench } from './quiet-bench'
import { refusalsBench } from './refusals-bench'
import { restartBench } from './restart-bench'
import { transferBench } from './transfer-bench'
import { startWorld, type World } from './world'

// `npm run bench [-- --only planner,planning,planning-pages,ledger,pages,capped,uncapped,restart,refusals,quiet,memory,dropbox,qonto,runner,beside] [-- --scale 0.1] [-- --alone]`: the figures of docs/performance.md, one JSON line each;
// `--alone` leaves rclone out; `--table docs/performance.md` puts those that have a goal into that file's table.

const { values } = parseArgs({ options: { only: { type: 'string', default: 'planner,planning,planning-pages,ledger,pages,capped,uncapped,restart,refusals,quiet,memory,dropbox,qonto,runner,beside' }, scale: { type: 'string', default: '1' }, alone: { type: 'boolean', default: false }, table: { type: 'string' } } })
const scale = Number(values.scale)
const of = (count: number) => Math.max(20, Math.round(count * scale))

const BENCHES: Record<string, (world: World) => Promise<unknown> | void> = {
  planner: () => plannerBench([100_000, 1_000_000].map(of)),
  planning: () => planningBench([1_000, 10_000, 100_000].map(of)),
  pages: (world) => pagesBench(world, [50_000, 100_000].map(of)),
  'planning-pages': (world) => planningPagesBench(world, [10_000, 100_000].map(of)),
  ledger: (world) => progressBench(world, [10_000, 100_000].map(of)),
  capped: (world) => transferBench(world, of(10_000), true, !values.alone),
  uncapped: (world) => transferBench(world, of(10_000), false, !values.alone),
  restart: (world) => restartBench(world, of(3_000)),
  refusals: (world) => refusalsBench(world, of(5_000)),
  quiet: (world) => quietBench(world, [1_000, 50_000].map(of)),
  memory: (world) => memoryBench(world, [1_000, 10_000, 100_000].map(of)),
  dropbox: () => programBench('sandbox/dropbox/bench.ts', ['--files', String(of(100_000)), '--gigabytes', String(10 * scale)]),
  qonto: () => programBench('sandbox/qonto/bench.ts'),
  runner: () => programBench('inngest/embedded/bench.ts'),
  beside: besideBench,
}

const names = values.only.split(',')
const unknown = names.filter((name) => !(name in BENCHES))
if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`)
const world = await startWorld()
Object.assign(process.env, world.env)
try {
  for (const name of names) await BENCHES[name]?.(world)
  const file = values.table
  if (file) writeFileSync(file, withTable(existsSync(file) ? readFileSync(file, 'utf8') : '', figuresTable(printed, new Date().toISOString().slice(0, 10))))
} finally {
  await db().$disconnect()
  await world.close()
}
