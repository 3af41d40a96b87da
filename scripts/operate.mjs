// Runs one of our programs for an operator, on the app's own data: `node scripts/operate.mjs scripts/program.ts [arguments]`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { inOneLine } from './launch/fail.mjs'
import { operatorEnvironment } from './launch/operator.mjs'
import { migrate } from './migrate.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

async function main() {
  const { env, databaseUrl, leave } = await operatorEnvironment()
  try {
    await migrate(databaseUrl, 'prisma/migrations')
    const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, ...env } })
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
    const [code] = await once(child, 'exit')
    return code ?? 1
  } finally {
    await leave()
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`receipts-to-dropbox: ${inOneLine(error)}\n`)
    process.exit(1)
  },
)
