// The production build: Next's server, and before it the compressed files. `serve.mjs <port> <host>`.
import { createServer } from 'node:http'
import { staticFiles } from './static-files.mjs'

process.env.NODE_ENV = 'production'
const [port, hostname] = [Number(process.argv[2]), process.argv[3]]
// As `next start` does: an action that redirects asks this process for the page, also behind an https proxy.
process.env.__NEXT_PRIVATE_ORIGIN = `http://${hostname === '0.0.0.0' ? 'localhost' : hostname}:${port}`
const { default: next } = await import('next')
const app = next({ dev: false, dir: process.cwd(), port, hostname })
const answerStatic = staticFiles('.next')
const prepared = app.prepare()
const server = createServer(async (request, response) => {
  try {
    await prepared
    if (!answerStatic(request, response)) await app.getRequestHandler()(request, response)
  } catch (error) {
    console.error(error)
    if (!response.headersSent) response.statusCode = 500
    response.end()
  }
})
server.listen(port, hostname)
await prepared

let isEnding = false
/** Ends after the requests under way have been answered. */
async function end(code) {
  if (isEnding) return
  isEnding = true
  await new Promise((resolve) => server.close(resolve))
  await app.close()
  process.exit(code)
}
process.on('SIGINT', () => void end(130))
process.on('SIGTERM', () => void end(143))
