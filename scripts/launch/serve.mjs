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
    if (!isDecodable(request.url ?? '/')) return void response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }).end('Bad request\n')
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

/** Next answers 500 to a path with a broken percent sign. */
function isDecodable(url) {
  try {
    decodeURIComponent(url.split('?', 1)[0])
    return true
  } catch {
    return false
  }
}

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
