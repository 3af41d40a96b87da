// How many bytes of JavaScript a browser fetches for a page of a build, compressed as scripts/launch/serve.mjs sends them.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import { brotliCompressSync } from 'node:zlib'

/** Bytes for the page in `folder` (below app/) of the build in `dir`: the framework, the page's layouts and all of its parts, those included that only an error shows. */
export function pageWeight(dir, folder) {
  const { rootMainFiles } = JSON.parse(readFileSync(path.join(dir, 'build-manifest.json'), 'utf8'))
  // A script that assigns an object to a global: the only place where Next writes which files a page needs.
  const context = { globalThis: {} }
  vm.runInNewContext(readFileSync(path.join(dir, 'server/app', folder, 'page_client-reference-manifest.js'), 'utf8'), context)
  const [manifest] = Object.values(context.globalThis.__RSC_MANIFEST)
  const parts = Object.values(manifest.clientModules).flatMap((part) => part.chunks.map((chunk) => decodeURI(chunk).replace(/^\/_next\//, '')))
  const files = new Set([...rootMainFiles, ...parts].filter((file) => file.endsWith('.js')))
  return [...files].reduce((total, file) => total + brotliCompressSync(readFileSync(path.join(dir, file))).length, 0)
}
