import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bomOf } from './sbom.mjs'

type Manifest = { dependencies: Record<string, string>; devDependencies: Record<string, string> }
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as object

test('every dependency has one exact version, and is in the bill of materials with its hash', () => {
  const { components } = bomOf(lock, '') as { components: { purl: string; hashes?: { alg: string; content: string }[] }[] }
  const known = new Map(components.map((component) => [component.purl, component]))
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    expect(known.get(`pkg:npm/${name.replace('@', '%40')}@${version}`)?.hashes?.[0], name).toMatchObject({ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) })
  }
})

test('what only development needs is marked as not shipped', () => {
  const { components } = bomOf(lock, '') as { components: { name: string; scope: string }[] }
  expect(components.find((component) => component.name === 'vitest')).toMatchObject({ scope: 'excluded' })
  expect(components.find((component) => component.name === 'next')).toMatchObject({ scope: 'required' })
})
