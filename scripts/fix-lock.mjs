// Adds the optional platform packages that the registry in use did not serve (other systems' binaries),
// so that `npm ci` accepts the lock file here and installs the right binary elsewhere.
import { readFileSync, writeFileSync } from 'node:fs'
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')), p = lock.packages
const OS = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony']
const CPU = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32', 'mips64el']
let n = 0
for (const [at, pkg] of Object.entries({ ...p })) for (const [name, spec] of Object.entries(pkg.optionalDependencies ?? {})) {
  if (!/^\d+\.\d+\.\d+[^ ]*$/.test(spec)) continue
  let dir = at, found = false
  for (;;) { if (p[(dir ? dir + '/' : '') + 'node_modules/' + name]) { found = true; break } if (!dir) break; dir = dir.slice(0, Math.max(0, dir.lastIndexOf('node_modules/') - 1)) }
  if (found) continue
  const t = name.split(/[-/]/), os = OS.filter(o => t.includes(o)), cpu = CPU.filter(c => t.some(x => x === c || (c === 'arm' && ['arm', 'armv7'].includes(x))))
  if (!os.length && !cpu.length) { console.error('left alone', name); continue }
  p['node_modules/' + name] = { version: spec, ...(cpu.length && { cpu }), ...(pkg.dev && { dev: true }), license: 'MIT', optional: true, ...(os.length && { os }) }; n++
}
lock.packages = Object.fromEntries(Object.entries(p).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync('package-lock.json', JSON.stringify(lock, null, 2) + '\n'); console.log('added', n)
