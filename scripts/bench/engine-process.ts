import { executeRun } from '@/lib/exports/execute-run'
import { db } from '@/lib/db'

// A process of its own for one run, so that its memory is the engine's alone: `engine-process.ts <run id>`. Prints `ready`, then one JSON line.

const mb = (bytes: number) => Math.round(bytes / 1024 / 1024)

async function main(runId: string): Promise<void> {
  await db().$queryRaw`SELECT 1`
  const idle = process.memoryUsage.rss()
  let peak = idle
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 100)
  process.stdout.write('ready\n')
  const [begunAt, cpu] = [performance.now(), process.cpuUsage()]
  const outcome = await executeRun(runId)
  const used = process.cpuUsage(cpu)
  clearInterval(timer)
  const { problem } = await db().run.findUniqueOrThrow({ where: { id: runId } })
  const seconds = (performance.now() - begunAt) / 1000
  const cpuSeconds = (used.user + used.system) / 1e6
  process.stdout.write(`${JSON.stringify({ outcome, problem, seconds, cpuSeconds, idle_rss_mb: mb(idle), peak_rss_mb: mb(peak), above_idle_mb: mb(peak - idle) })}\n`)
  await db().$disconnect()
}

await main(process.argv[2] ?? '')
