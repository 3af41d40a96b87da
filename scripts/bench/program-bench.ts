import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs a benchmark that is a program of its own, with its JSON lines on our output. @throws Error when it fails. */
export async function programBench(program: string, args: string[] = []): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
}
