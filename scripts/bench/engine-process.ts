import { setTimeout as delay } from 'node:timers/promises'
import { executeRun } from '@/lib/exports/execute-run'
import { db } from '@/lib/db'

// A process of its own for runs, so that its memory is the engine's alone: `engine-process.ts [warm-up run id] <run id>`. Prints `ready`, then one JSON
// line about the last run. With a warm-up, idle is a process that has worked before, as the server's is.

const mb = (bytes: number) => Math.round(bytes / 1024 / 1024)

async function main(warmUps: string[], runId: string): Promise<void> {
  await db().$queryRaw`SELECT 1`
  for (const one of warmUps) await executeRun(one)
  if (warmUps.length > 0) await delay(1000)
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

const runIds = process.argv.slice(2)
await main(runIds.slice(0, -1), runIds.at(-1) ?? '')
