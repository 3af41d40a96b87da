import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bitString, der, integer, oid, sequence, utcTime } from './der'

const HOSTS = ['localhost', 'dropbox.com', '*.dropbox.com', 'dropboxapi.com', '*.dropboxapi.com', '*.dropboxusercontent.com', '*.dl.dropboxusercontent.com']
const DAY = 86_400_000
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))

interface Subject {
  name: string
  key: KeyObject
}

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(text)))))
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value))
}

function authorityExtensions(): Buffer[] {
  return [extension('2.5.29.19', true, sequence(der(0x01, Buffer.from([0xff])))), extension('2.5.29.15', true, der(0x03, Buffer.from([1, 0x06])))]
}

function serverExtensions(): Buffer[] {
  const names = [...HOSTS.map((host) => der(0x82, Buffer.from(host))), der(0x87, Buffer.from([127, 0, 0, 1]))]
  return [
    extension('2.5.29.17', false, sequence(...names)),
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.15', true, der(0x03, Buffer.from([7, 0x80]))),
  ]
}

function certificate(subject: Subject, issuerName: string, issuerKey: KeyObject, publicKey: KeyObject, extensions: Buffer[]): string {
  const now = Date.now()
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))), integer(randomBytes(12)), ECDSA_SHA256, nameOf(issuerName),
    sequence(utcTime(new Date(now - DAY)), utcTime(new Date(now + 365 * DAY))), nameOf(subject.name),
    publicKey.export({ type: 'spki', format: 'der' }), der(0xa3, sequence(...extensions)),
  )
  const signed = sequence(body, ECDSA_SHA256, bitString(sign('sha256', body, issuerKey)))
  const base64 = signed.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
}

/**
 * A new certificate authority and a server certificate for loopback and Dropbox's host names. Only the authority's
 * certificate is written (`ca.pem`); its key is forgotten, so nobody can issue more.
 */
export function makeCertificates(dir: string): { cert: string; key: string } {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = 'Local Dropbox throw-away authority'
  const ca = certificate({ name, key: authority.privateKey }, name, authority.privateKey, authority.publicKey, authorityExtensions())
  const cert = certificate({ name: 'local Dropbox', key: server.privateKey }, name, authority.privateKey, server.publicKey, serverExtensions())
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'ca.pem'), ca)
  return { cert, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }
}
