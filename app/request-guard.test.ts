import { expect, test } from 'vitest'
import { homeOf, isForeignChange } from './request-guard'

const change = (origin: string | null, path = '/connect/dropbox', appUrl = 'http://localhost:3000') =>
  isForeignChange({ method: 'POST', url: `http://localhost:3000${path}`, headers: new Headers(origin === null ? {} : { origin }), appUrl })

test('a change is taken only from pages of the configured address', () => {
  expect(change('http://localhost:3000')).toBe(false)
  for (const origin of ['https://evil.example', 'http://localhost:3001', 'https://localhost:3000', 'http://localhost:3000.evil.example', 'null', '', null]) expect(change(origin), String(origin)).toBe(true)
})

test('the Host header has no say in it', () => {
  const headers = new Headers({ origin: 'https://evil.example', host: 'evil.example', 'x-forwarded-host': 'evil.example' })
  expect(isForeignChange({ method: 'POST', url: 'https://evil.example/settings', headers, appUrl: 'https://receipts.example' })).toBe(true)
})

test('reading needs no Origin, and signed calls of other servers carry none', () => {
  expect(isForeignChange({ method: 'GET', url: 'http://localhost:3000/', headers: new Headers(), appUrl: 'http://localhost:3000' })).toBe(false)
  for (const path of ['/api/dropbox/webhook', '/api/qonto/webhook']) expect(change(null, path)).toBe(false)
  expect(change(null, '/api/dropbox/webhook/x')).toBe(true)
  expect(change(null, '/api/auth/callback/credentials')).toBe(false)
  expect(change('https://evil.example', '/api/auth/callback/credentials')).toBe(true)
})

const visit = (host: string, { appUrl = 'http://localhost:3000', path = '/receipts?month=2026-11', method = 'GET', accept = 'text/html,*/*' } = {}) =>
  homeOf({ method, url: `http://${host}${path}`, headers: new Headers({ host, accept }), appUrl })

test('a page visited under another name of this machine leads to the configured one, with its path', () => {
  expect(visit('127.0.0.1:3000')).toBe('http://localhost:3000/receipts?month=2026-11')
  expect(visit('[::1]:3000')).toBe('http://localhost:3000/receipts?month=2026-11')
  expect(visit('localhost:3000', { appUrl: 'http://127.0.0.1:3000' })).toBe('http://127.0.0.1:3000/receipts?month=2026-11')
  expect(visit('127.0.0.1:3000', { path: '//evil.example/x' })).toBe('http://localhost:3000//evil.example/x')
})

test('nothing else is sent elsewhere', () => {
  expect(visit('localhost:3000')).toBeNull()
  expect(visit('127.0.0.1:3001')).toBeNull()
  expect(visit('evil.example:3000')).toBeNull()
  expect(visit('127.0.0.1:3000', { appUrl: 'https://receipts.example' })).toBeNull()
  expect(visit('127.0.0.1:3000', { appUrl: 'http://receipts.example:3000' })).toBeNull()
  expect(visit('127.0.0.1:3000', { method: 'POST' })).toBeNull()
  expect(visit('127.0.0.1:3000', { path: '/api/health' })).toBeNull()
  expect(visit('127.0.0.1:3000', { accept: 'application/json' })).toBeNull()
})
