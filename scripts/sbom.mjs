// `npm run sbom`: the software bill of materials as CycloneDX 1.5, from the lock file alone. (`npm sbom` refuses a tree with an overridden package.)
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const read = (name) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8')

const purl = (name, version) => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`

/** `sha512-<base64>` of the lock file as CycloneDX writes it. */
const hashOf = (integrity) => {
  const [, digits = '', base64 = ''] = /^sha(\d+)-(.+)$/.exec(integrity) ?? []
  return { alg: digits === '1' ? 'SHA-1' : `SHA-${digits}`, content: Buffer.from(base64, 'base64').toString('hex') }
}

/** Every installed package once, by name and version; what only development needs is marked `excluded`. */
export function bomOf(lock, fingerprint) {
  const components = new Map()
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (!place.includes('node_modules/') || entry.link || !entry.version) continue
    const name = entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const ref = purl(name, entry.version)
    const scope = entry.dev ? 'excluded' : entry.optional || entry.devOptional ? 'optional' : 'required'
    const [, group, own = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? []
    components.set(ref, {
      type: 'library', 'bom-ref': ref, ...(group && { group }), name: own, version: entry.version, scope, purl: ref,
      ...(entry.integrity && { hashes: [hashOf(entry.integrity)] }),
      ...(typeof entry.license === 'string' && { licenses: [{ license: { name: entry.license } }] }),
    })
  }
  const root = lock.packages['']
  return {
    bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, serialNumber: `urn:uuid:${randomUUID()}`,
    metadata: { component: { type: 'application', 'bom-ref': purl(root.name, root.version), name: root.name, version: root.version, hashes: [{ alg: 'SHA-256', content: fingerprint }] } },
    components: [...components.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1)),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = read('package-lock.json')
  process.stdout.write(JSON.stringify(bomOf(JSON.parse(text), createHash('sha256').update(text).digest('hex')), null, 2) + '\n')
}
