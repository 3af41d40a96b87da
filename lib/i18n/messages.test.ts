import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ERROR_CODES } from '@/lib/errors'
import { LOCALES, NAMESPACES } from './locales'

type Tree = { [key: string]: string | Tree }

const read = (locale: string, namespace: string) =>
  JSON.parse(readFileSync(new URL(`../../messages/${locale}/${namespace}.json`, import.meta.url), 'utf8')) as Tree

const leaves = (tree: Tree, at = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${at}${key}`, value] as [string, string]] : leaves(value, `${at}${key}.`)))

/** Names that a text is filled with. Braces open a name outside, and inside a plural's or choice's name a text again. */
function placeholders(text: string): string[] {
  const names = new Set<string>()
  const kinds: ('name' | 'text')[] = []
  for (const match of text.replaceAll(/'\{'|'\}'/g, '').matchAll(/\{|\}/g)) {
    if (match[0] === '}') kinds.pop()
    else if (kinds.at(-1) === 'name') kinds.push('text')
    else {
      names.add(/^\w*/.exec(text.replaceAll(/'\{'|'\}'/g, '').slice(match.index + 1))?.[0] ?? '')
      kinds.push('name')
    }
  }
  return [...names].sort()
}

const tags = (text: string) => [...text.matchAll(/<(\w+)>/g)].map((match) => match[1]).sort()

test('every error code has a sentence and a way on', () => {
  const errors = read('en', 'errors')
  expect(Object.keys(errors).sort()).toEqual(Object.keys(ERROR_CODES).sort())
  for (const entry of Object.values(errors)) expect(entry).toEqual({ sentence: expect.stringMatching(/\S/), next: expect.stringMatching(/\S/) })
})

test.each(LOCALES.flatMap((locale) => NAMESPACES.map((namespace) => ({ locale, namespace }))))('$locale/$namespace has every text, with the same placeholders as English', ({ locale, namespace }) => {
  const english = new Map(leaves(read('en', namespace)))
  const texts = new Map(leaves(read(locale, namespace)))
  expect([...texts.keys()].sort()).toEqual([...english.keys()].sort())
  for (const [key, text] of texts) {
    expect(text, key).toMatch(/\S/)
    expect({ key, names: placeholders(text), tags: tags(text) }).toEqual({ key, names: placeholders(english.get(key) ?? ''), tags: tags(english.get(key) ?? '') })
  }
})
