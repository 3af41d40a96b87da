// The production build: Next's server, and before it the compressed files. `serve.mjs <port> <host>`; port 0 takes a free one. With
// PROCESS_ROLE=background it answers the runner of this process and nobody else, and lets the pages go first.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { goLast } from './go-last.mjs'
import { staticFiles } from './static-files.mjs'

process.env.NODE_ENV = 'production'
const hostname = process.argv[3]
const isBackground = process.env.PROCESS_ROLE === 'background'
if (isBackground) goLast()

const answerStatic = isBackground ? () => false : staticFiles('.next')
let getReady
const ready = new Promise((resolve) => (getReady = resolve))
const server = createServer(async (request, response) => {
  try {
    const pathname = pathOf(request)
    if (pathname === null) return refuse(response, 400, 'Bad request')
    if (isBackground && pathname !== '/api/inngest') return refuse(response, 404, 'Not found')
    const answer = await ready
    if (!answerStatic(request, response)) await answer(request, response)
  } catch (error) {
    console.error(error)
    if (!response.headersSent) response.statusCode = 500
    response.end()
  }
})
server.listen(Number(process.argv[2]), hostname)
await once(server, 'listening')
const { port } = server.address()
process.env.PORT = String(port)
// As `next start` does: an action that redirects asks this process for the page, also behind an https proxy.
process.env.__NEXT_PRIVATE_ORIGIN = `http://${hostname === '0.0.0.0' ? 'localhost' : hostname}:${port}`
const { default: next } = await import('next')
const app = next({ dev: false, dir: process.cwd(), port, hostname })
await app.prepare()
getReady(app.getRequestHandler())

/** Null where a percent sign is broken: Next answers 500 to that. */
function pathOf({ url = '/' }) {
  try {
    const [pathname] = url.split('?', 1)
    decodeURIComponent(pathname)
    return pathname
  } catch {
    return null
  }
}

function refuse(response, status, words) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }).end(`${words}\n`)
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
