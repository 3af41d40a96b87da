import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Authorize } from './oauth/authorize'
import { Codes } from './oauth/codes'
import { allRoutes } from './routes'
import { Bank } from './state/bank'
import type { Switches } from './state/switches'
import { acceptBoth } from './tls/accept-both'
import { openIdentity } from './tls/open-identity'
import { announceChanges } from './webhooks/announce-changes'
import { Deliveries } from './webhooks/deliveries'
import { answer } from './wire/answer'
import { Conditions } from './wire/conditions'
import { createRouter } from './wire/route'

export interface QontoServerOptions {
  /** 0, the default, takes any free port. */
  port?: number
  /** Where the bank keeps its journal and uploads; left out: a temporary folder that `close` removes. */
  dataDir?: string
  /** Fill an empty bank with the demo companies; true unless told otherwise. */
  demo?: boolean
  switches?: Partial<Switches>
  /** Speak HTTPS too, with a certificate kept in this folder; `ca.pem` there is to be trusted. */
  tlsDir?: string
}

export interface QontoServer {
  url: string
  port: number
  close(): Promise<void>
}

/** Starts the local Qonto on loopback. Rejects with the system's error when the port is taken or the folder unusable. */
export async function startQontoServer(options: QontoServerOptions = {}): Promise<QontoServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'local-qonto-'))
  const bank = new Bank({ dataDir, demo: options.demo ?? true, switches: options.switches ?? {} })
  const deliveries = new Deliveries(bank)
  announceChanges(bank, deliveries)
  const conditions = new Conditions()
  const codes = new Codes()
  const route = createRouter(allRoutes(new Authorize(codes), codes, deliveries))
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => void answer(request, response, { bank, conditions, route }))
  const listener = options.tlsDir === undefined ? server : acceptBoth(server, openIdentity(options.tlsDir))
  const sockets = new Set<Socket>()
  listener.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listen(listener, options.port ?? 0)
  const close = async () => {
    deliveries.close()
    await new Promise<void>((resolve) => {
      listener.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
    bank.close()
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
  return { url: `${options.tlsDir === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, close }
}

function listen(listener: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, '127.0.0.1', () => resolve((listener.address() as AddressInfo).port))
  })
}
