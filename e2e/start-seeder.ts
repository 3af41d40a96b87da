import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { environmentOf, type AppAddress } from './app'

/** Makes a company of the local Qonto known to the product. */
export type Seeder = { seed(companyId: string): Promise<void>; close(): void }

/** Starts the program that seeds companies into a running copy. */
export function startSeeder(app: AppAddress): Seeder {
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', 'e2e/seeder.ts'], {
    env: { ...process.env, NODE_OPTIONS: '', ...environmentOf(app) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  return {
    seed: (companyId) =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error('the seeder has ended'))
        child.once('exit', ended)
        lines.on('line', function done(line) {
          if (line !== companyId) return
          lines.off('line', done)
          child.off('exit', ended)
          resolve()
        })
        child.stdin.write(`${companyId}\n`)
      }),
    close: () => child.stdin.end(),
  }
}
