import type { Server as HttpServer } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'
import type { Identity } from './open-identity'

const TLS_HANDSHAKE = 0x16

/** A listener that speaks HTTPS and plain HTTP on one port: the first byte of a connection tells which. */
export function acceptBoth(http: HttpServer, identity: Identity): Server {
  const https = createHttps({ ...identity, keepAliveTimeout: http.keepAliveTimeout })
  https.on('request', (request, response) => http.emit('request', request, response))
  return createServer((socket: Socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', (first: Buffer) => {
      socket.pause()
      socket.unshift(first)
      const target = first[0] === TLS_HANDSHAKE ? https : http
      target.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })
}
