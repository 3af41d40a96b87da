import { parseArgs } from 'node:util'

export interface Flags {
  port: number
  dataDir: string
  tlsDir?: string
  connectPort?: number
}

function portOf(text: string, name: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--${name} must be a port number, got ${text}`)
  return port
}

/** Command-line flags; throws a plain sentence about the first one that is wrong. */
export function readFlags(args: string[]): Flags {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4010' }, data: { type: 'string', default: '.data/sandbox-dropbox' },
      tls: { type: 'string' }, 'connect-port': { type: 'string' },
    },
  })
  return {
    port: portOf(values.port, 'port'), dataDir: values.data, tlsDir: values.tls,
    connectPort: values['connect-port'] === undefined ? undefined : portOf(values['connect-port'], 'connect-port'),
  }
}
