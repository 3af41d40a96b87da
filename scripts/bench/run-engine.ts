import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { World } from './world'

export type EngineResult = { outcome: string | null; problem: string | null; seconds: number; cpuSeconds: number; idle_rss_mb: number; peak_rss_mb: number; above_idle_mb: number }

/** Starts the engine in a process of its own. `result` is null when it was killed. */
export function startEngine(world: World, ...runIds: string[]): { child: ChildProcess; result: Promise<EngineResult | null> } {
  const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/bench/engine-process.ts', ...runIds]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...world.env } })
  const result = (async () => {
    if (!child.stdout) return null
    for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('{')) return JSON.parse(line) as EngineResult
    return null
  })()
  return { child, result }
}

/** One run, start to end, in a process that has done the others before. @throws Error when the process died. */
export async function runEngine(world: World, ...runIds: string[]): Promise<EngineResult> {
  const result = await startEngine(world, ...runIds).result
  if (!result) throw new Error('the engine process ended without a result')
  if (result.problem) throw new Error(`the run ended with ${result.problem}`)
  return result
}
