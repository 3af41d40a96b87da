// `npm run prove:deletions -- --runs N --seed S`: random histories of people, runs and passes, compared with the model.
// The same seed plays the same histories; a failure is shrunk and prints its seed.
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string', default: String(Date.now() % 1_000_000_000) } } })
const [runs, seed] = [Number(values.runs), Number(values.seed)]
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run prove:deletions -- --runs N --seed S')
  process.exit(2)
}
console.log(`seed ${seed}, ${runs} histories`)
const env = { ...process.env, PROVE_RUNS: String(runs), PROVE_SEED: String(seed) }
const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'lib/deletions/proof'], { stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
