// Runs one of our TypeScript programs: `node scripts/run.mjs path/to/program.ts [arguments]`.
// The react-server condition lets server-only modules load outside Next.
import { spawn } from 'node:child_process'

const [program, ...args] = process.argv.slice(2)
const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', program, ...args], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
