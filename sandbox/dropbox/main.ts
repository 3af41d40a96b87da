import { readFlags } from './flags'
import { startDropboxServer } from './start-dropbox-server'

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2))
  const server = await startDropboxServer(flags)
  process.stdout.write(`${JSON.stringify({ ready: true, url: server.url, ...(server.connectUrl === null ? {} : { connect: server.connectUrl }) })}\n`)
  const stop = (): void => {
    server.close().then(() => process.exit(0), () => process.exit(1))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch((error: unknown) => {
  process.stderr.write(`local Dropbox: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
