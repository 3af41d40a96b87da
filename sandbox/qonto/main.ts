import { parseArgs } from 'node:util'
import { startQontoServer } from './server'

/** Runs the local Qonto until it is told to stop: `--port N --data DIR [--tls DIR] [--empty] [--staging-token TEXT]`. Prints one JSON line when it is ready. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4020' },
      data: { type: 'string', default: '.data/qonto' },
      tls: { type: 'string' },
      empty: { type: 'boolean', default: false },
      'staging-token': { type: 'string' },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port must be a number from 0 to 65535, not ${values.port}`)
  const staging = values['staging-token']
  const server = await startQontoServer({
    port,
    dataDir: values.data,
    demo: !values.empty,
    switches: staging === undefined ? {} : { staging_token: staging },
    ...(values.tls === undefined ? {} : { tlsDir: values.tls }),
  })
  process.stdout.write(`${JSON.stringify({ ready: true, url: server.url })}\n`)
  const stop = () => void server.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch((error: unknown) => {
  process.stderr.write(`local Qonto: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
