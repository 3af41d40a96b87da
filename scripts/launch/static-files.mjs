// Answers /_next/static from the files that compress-static.mjs made. What it does not know is Next's.
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

const TYPES = { '.js': 'application/javascript; charset=UTF-8', '.css': 'text/css; charset=UTF-8', '.svg': 'image/svg+xml' }

/**
 * A handler over the build in `dir`: true when it has answered. Only files that were there at the start are served, by exact name; a browser
 * that does not accept brotli is left to Next. Of the headers that other answers carry, only this one means anything to a script or a style sheet.
 */
export function staticFiles(dir) {
  const known = new Map(compressedBelow(path.join(dir, 'static')).map(({ name, file }) => [`/_next/static/${name}`, { file, size: statSync(file).size, type: TYPES[path.extname(name)] }]))
  return (request, response) => {
    const found = known.get(request.url.split('?')[0])
    if (!found || !['GET', 'HEAD'].includes(request.method) || !/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) return false
    // The name holds a hash of the content.
    response.writeHead(200, { 'content-type': found.type, 'content-length': found.size, 'content-encoding': 'br', vary: 'accept-encoding', 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=31536000, immutable' })
    if (request.method === 'HEAD') response.end()
    else createReadStream(found.file).on('error', () => response.destroy()).pipe(response)
    return true
  }
}

function compressedBelow(dir) {
  if (!existsSync(dir)) return []
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.br'))
  return entries.map((entry) => {
    const file = path.join(entry.parentPath, entry.name)
    return { file, name: encodeURI(path.relative(dir, file).split(path.sep).join('/').slice(0, -3)) }
  })
}
