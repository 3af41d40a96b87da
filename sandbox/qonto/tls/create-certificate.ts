import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import { bits, context, integer, octets, oid, sequence, set, text, time, truth } from './der'

export interface CertificateWish {
  subject: string
  publicKey: KeyObject
  issuer: { name: string; publicKey: KeyObject; privateKey: KeyObject }
  /** Host names and addresses that a server certificate is good for; empty for an authority. */
  hosts: string[]
  from: Date
  to: Date
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

/** An X.509 v3 certificate in PEM, signed by the issuer (RFC 5280). */
export function createCertificate(wish: CertificateWish): string {
  const body = sequence(
    context(0, true, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    nameOf(wish.issuer.name),
    sequence(time(wish.from), time(wish.to)),
    nameOf(wish.subject),
    spki(wish.publicKey),
    context(3, true, sequence(...extensionsOf(wish))),
  )
  const certificate = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, wish.issuer.privateKey)))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function extensionsOf({ publicKey, issuer, hosts }: CertificateWish): Buffer[] {
  const extension = (id: string, value: Buffer, isCritical = false) => sequence(oid(id), ...(isCritical ? [truth()] : []), octets(value))
  const common = [
    extension('2.5.29.14', octets(keyId(publicKey))),
    extension('2.5.29.35', sequence(context(0, false, keyId(issuer.publicKey)))),
  ]
  if (hosts.length === 0) return [extension('2.5.29.19', sequence(truth()), true), extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true), ...common]
  return [
    extension('2.5.29.19', sequence(), true),
    extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true),
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', sequence(...hosts.map(alternativeName))),
    ...common,
  ]
}

function alternativeName(host: string): Buffer {
  if (isIPv4(host)) return context(7, false, Buffer.from(host.split('.').map(Number)))
  if (isIPv6(host)) return context(7, false, Buffer.concat([Buffer.alloc(15), Buffer.from([1])]))
  return context(2, false, Buffer.from(host))
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), text(commonName))))
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha1').update(spki(key)).digest()
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' })
}
