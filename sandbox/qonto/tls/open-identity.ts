import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCertificate } from './create-certificate'

const DAY = 86_400_000
const hosts = ['localhost', '127.0.0.1', '::1', 'thirdparty.qonto.com', 'oauth.qonto.com', 'thirdparty-sandbox.staging.qonto.co', 'oauth-sandbox.staging.qonto.co']

export interface Identity {
  key: string
  cert: string
}

/**
 * The server's key and certificate in `dir`, made on first use and again when they have run out. `ca.pem` beside them is
 * what clients must trust; the authority's key is never written down.
 */
export function openIdentity(dir: string): Identity {
  const paths = { ca: join(dir, 'ca.pem'), cert: join(dir, 'server.pem'), key: join(dir, 'server-key.pem') }
  if (Object.values(paths).every((path) => existsSync(path))) {
    const cert = readFileSync(paths.cert, 'utf8')
    if (Date.parse(new X509Certificate(cert).validTo) > Date.now() + DAY) return { cert, key: readFileSync(paths.key, 'utf8') }
  }
  mkdirSync(dir, { recursive: true })
  const authority = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const server = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const issuer = { name: 'Local Qonto throw-away authority', ...authority }
  const validity = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + 365 * DAY) }
  const ca = createCertificate({ subject: issuer.name, publicKey: authority.publicKey, issuer, hosts: [], ...validity })
  const cert = createCertificate({ subject: 'localhost', publicKey: server.publicKey, issuer, hosts, ...validity })
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  writeFileSync(paths.key, key, { mode: 0o600 })
  writeFileSync(paths.cert, cert)
  writeFileSync(paths.ca, ca)
  return { cert, key }
}
