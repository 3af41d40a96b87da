import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The bank's key pair for ID tokens: made when it is first needed, kept in the data folder, so that tokens can be verified after a restart. */
export class SigningKey {
  private made: { key: KeyObject; jwk: JsonWebKey & { kid: string } } | null = null

  constructor(private readonly dataDir: string) {}

  /** The public half, as `/.well-known/jwks.json` shows it. */
  get jwk(): Record<string, unknown> {
    return { ...this.open().jwk, use: 'sig', alg: 'RS256' }
  }

  /** A signed JWT (RS256) over these claims. */
  sign(claims: Record<string, unknown>): string {
    const { key, jwk } = this.open()
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const body = `${encode({ alg: 'RS256', typ: 'JWT', kid: jwk.kid })}.${encode(claims)}`
    return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`
  }

  private open() {
    if (this.made) return this.made
    const key = this.read()
    const { kty, n, e } = createPublicKey(key).export({ format: 'jwk' })
    // The thumbprint of RFC 7638: members in this order, nothing between them.
    const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url')
    return (this.made = { key, jwk: { kty, n, e, kid } })
  }

  private read(): KeyObject {
    const file = join(this.dataDir, 'signing-key.pem')
    if (existsSync(file)) return createPrivateKey(readFileSync(file))
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    mkdirSync(this.dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
    return privateKey
  }
}
