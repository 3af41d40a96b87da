import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { startConnectHelper } from './tls/connect-helper'
import { makeCertificates } from './tls/make-certificates'
import { serveRequest } from './http/serve-request'
import { send } from './http/send'
import { Notifier } from './webhooks/notifier'
import { World } from './world'

export interface DropboxServerOptions {
  /** 0 (the default) takes a free port. */
  port?: number
  dataDir: string
  /** Serve https with a throw-away authority whose certificate is written to this folder as `ca.pem`. */
  tlsDir?: string
  /** Also answer `CONNECT` for Dropbox's host names on this port; 0 takes a free one. */
  connectPort?: number
  /** With TLS: also serve plain http on this port, for whoever does not trust the throw-away authority. */
  controlPort?: number
  /** Called before each API call of a known account takes effect, with the account's id: a test acts in between. */
  beforeCall?: (account: string, route: string) => Promise<void>
}

export interface DropboxServer {
  url: string
  connectUrl: string | null
  controlUrl: string | null
  /** Serves one connection that came another way than through the port, such as a pair of streams in this process. */
  accept(connection: Duplex): void
  close(): Promise<void>
}

/** Request heads carry the argument of append_batch; Node's own limit of 16 KiB is too small for it. */
const MAX_HEAD = 2 * 1024 * 1024

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/**
 * Starts a local Dropbox on the loopback interface. `close` ends open connections and leaves everything that was
 * acknowledged in `dataDir`. Rejects when the port is taken or the folder cannot be written.
 */
export async function startDropboxServer(options: DropboxServerOptions): Promise<DropboxServer> {
  const world = new World(options.dataDir)
  world.beforeCall = options.beforeCall
  new Notifier(world)
  const tls = options.tlsDir === undefined ? null : makeCertificates(options.tlsDir)
  const http = { maxHeaderSize: MAX_HEAD, keepAliveTimeout: 60_000, requestTimeout: 0 }
  const handlerFor = (secure: boolean): RequestListener => (req, res) => {
    serveRequest(world, secure, req, res).catch((error: unknown) => {
      world.events.emit('failure', req.url, error)
      send(res, 500, 'text/plain; charset=utf-8', 'internal error')
    })
  }
  const server: Server = tls ? createTlsServer({ ...http, ...tls }, handlerFor(true)) : createServer(http, handlerFor(false))
  world.events.on('failure', (where, error) => process.stderr.write(`${String(where)}: ${error instanceof Error ? error.stack : String(error)}\n`))
  const port = await listen(server, options.port ?? 0).catch((error: unknown) => {
    world.close()
    throw error
  })
  const plain = options.controlPort === undefined ? null : createServer(http, handlerFor(false))
  const plainPort = plain && (await listen(plain, options.controlPort ?? 0))
  const helper = options.connectPort === undefined ? null : await startConnectHelper(options.connectPort, port)
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    connectUrl: helper?.url ?? null,
    controlUrl: plainPort === null ? null : `http://127.0.0.1:${plainPort}`,
    accept: (connection) => void server.emit('connection', connection),
    async close() {
      world.events.emit('closing')
      helper?.close()
      for (const open of plain ? [server, plain] : [server]) {
        open.closeAllConnections()
        await new Promise((resolve) => open.close(resolve))
      }
      world.close()
    },
  }
}
