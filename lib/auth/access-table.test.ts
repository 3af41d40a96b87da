import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ACTIONS, PAGE_GUARDS, PAGES, ROUTES } from './access-table.test-support'

const below = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? below(path.posix.join(folder, entry.name)) : [path.posix.join(folder, entry.name)]))
const files = [...below('app'), ...below('components'), ...below('lib').filter((file) => !file.startsWith('lib/generated'))].filter((file) => /\.tsx?$/.test(file) && !/\.test(-support)?\.tsx?$/.test(file))
const read = (file: string) => readFileSync(file, 'utf8')

/** The file cut before every declaration at its left edge: name, text, and whether others can reach it. */
function declarations(file: string): { name: string; text: string; isExported: boolean }[] {
  const parts = read(file).split(/^(?=(?:export )?(?:default )?(?:const|async function|function|class) )/m).slice(1)
  return parts.map((text) => {
    const [, exported, name = ''] = /^(export )?(?:default )?(?:const|async function|function|class) (\w+)/.exec(text) ?? []
    return { name, text, isExported: exported !== undefined }
  })
}

const actionPermission = (text: string) => /userAction\('([\w.]+)'/.exec(text)?.[1]

/** The permissions that an exported action asks for, itself or through the userAction that it calls. */
function permissionsOf(file: string, text: string): string[] {
  const own = actionPermission(text)
  const called = declarations(file).filter(({ name, isExported }) => !isExported && new RegExp(`\\b${name}\\(`).test(text))
  return [...new Set([own, ...called.map((declaration) => actionPermission(declaration.text))].filter((found) => found !== undefined))]
}

test('every file with server actions, and every action in it, is in the access table with its permission', () => {
  const found = Object.fromEntries(
    files
      .filter((file) => /^'use server'|^"use server"/m.test(read(file)))
      .map((file) => [file, Object.fromEntries(declarations(file).filter(({ isExported }) => isExported).map(({ name, text }) => [name, permissionsOf(file, text).join(' and ') || 'open']))]),
  )
  expect(found).toEqual(ACTIONS)
})

test('no action hides inside a component', () => {
  expect(files.filter((file) => /^\s+['"]use server['"]/m.test(read(file)))).toEqual([])
})

test('every route handler is in the access table and stands behind its permission', () => {
  const methods = /^export (?:const|async function|function) (?:\{ ([A-Z, ]+) \}|(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b)|^export \{ (.+) \}/gm
  const found: Record<string, Record<string, string>> = {}
  for (const file of files.filter((candidate) => /\/route\.tsx?$/.test(candidate))) {
    const names = [...read(file).matchAll(methods)].flatMap(([, many, one, renamed]) => (one ?? many ?? renamed ?? '').split(',').map((name) => name.split(' as ').at(-1)?.trim() ?? ''))
    const guard = (name: string) => new RegExp(`export const ${name} = apiRoute(?:<[^>]*>)?\\('([\\w.]+)'`).exec(read(file))?.[1] ?? 'open'
    found[file] = Object.fromEntries(names.map((name) => [name, guard(name)]))
  }
  const table = Object.entries(ROUTES).map(([file, entry]) => [file, Object.fromEntries(Object.entries(entry).map(([method, need]) => [method, typeof need === 'string' ? need : 'open']))])
  expect(found).toEqual(Object.fromEntries(table))
})

test('every page is in the access table and asks for its permission before anything else', () => {
  const permission = (text: string) => /requirePermission\('([\w.]+)'\)/.exec(text)?.[1]
  const found = files
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => {
      const through = Object.keys(PAGE_GUARDS).find((name) => new RegExp(`\\b${name}\\b[ (]`).test(read(file)))
      return [path.posix.dirname(file), permission(read(file)) ?? (through ? permission(read(PAGE_GUARDS[through] ?? '')) : undefined) ?? 'open']
    })
  const table = Object.entries(PAGES).map(([folder, need]) => [folder, typeof need === 'string' ? need : 'open'])
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(table))
})
