import { NextRequest } from 'next/server'
import { afterEach, expect, test } from 'vitest'
import { GET as leadHome } from '@/app/api/home/route'
import { PAGES, ROUTES } from '@/lib/auth/access-table.test-support'
import { env } from '@/lib/env'
import nextConfig from '@/next.config.mjs'
import { config, proxy } from '@/proxy'

const { APP_URL, DROPBOX_WEB_URL, QONTO_OAUTH_URL } = process.env
afterEach(() => void Object.assign(process.env, { APP_URL: APP_URL ?? '', DROPBOX_WEB_URL: DROPBOX_WEB_URL ?? '', QONTO_OAUTH_URL: QONTO_OAUTH_URL ?? '' }))

/** The address of a page's folder or a route's file. */
const addressOf = (place: string) => place.replace(/^app/, '').replace(/\/route\.ts$/, '').replace(/\/\([a-z]+\)/g, '').replace(/\[(?:\.\.\.)?(\w+)\]/g, 'some-$1') || '/'
const addresses = [...Object.keys(PAGES), ...Object.keys(ROUTES)].map(addressOf)

/** They answer programs, or carry a policy of their own. */
const WITHOUT_PROXY = ['/api/inngest', '/api/receipts', '/api/receipts/some-receiptId']

const isMatched = (address: string) => config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(address))

function visit(address: string, appUrl: string) {
  Object.assign(process.env, { APP_URL: appUrl, DROPBOX_WEB_URL: 'https://www.dropbox.com', QONTO_OAUTH_URL: 'https://oauth.qonto.com' })
  return proxy(new NextRequest(new URL(address, appUrl), { headers: { host: new URL(appUrl).host, accept: 'text/html' } }))
}

const nonceOf = (headers: Headers) => /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? ''

test('every page and route passes the proxy, but those that answer programs or have a policy of their own', () => {
  expect(addresses.filter((address) => !isMatched(address)).sort()).toEqual(WITHOUT_PROXY)
})

test.each(addresses.filter(isMatched))('%s carries the strict policy with a fresh nonce, is not kept, and is https only', (address) => {
  const [first, second] = [visit(address, 'https://receipts.example').headers, visit(address, 'https://receipts.example').headers]
  expect(nonceOf(first)).toHaveLength(48)
  expect(nonceOf(first)).not.toBe(nonceOf(second))
  expect(first.get('content-security-policy')?.replace(nonceOf(first), '…')).toBe(
    "default-src 'self'; script-src 'self' 'nonce-…' 'strict-dynamic'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://www.dropbox.com https://oauth.qonto.com",
  )
  expect(first.get('cache-control')).toBe('no-store')
  expect(first.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains')
  expect(visit(address, 'http://localhost:3000').headers.get('strict-transport-security')).toBeNull()
})

test('every answer of every address forbids guessing types, leaking addresses, and opening the camera elsewhere', async () => {
  expect(await nextConfig.headers?.()).toEqual([
    {
      source: '/:path*',
      headers: [
        { key: 'x-content-type-options', value: 'nosniff' },
        { key: 'referrer-policy', value: 'strict-origin-when-cross-origin' },
        { key: 'cross-origin-opener-policy', value: 'same-origin' },
        { key: 'permissions-policy', value: 'camera=(self), microphone=(), geolocation=(), payment=()' },
      ],
    },
  ])
  expect(nextConfig.poweredByHeader).toBe(false)
})

test('a change from another site is refused before it reaches a page', async () => {
  Object.assign(process.env, { APP_URL: 'https://receipts.example' })
  const ask = (origin: string) => proxy(new NextRequest('https://receipts.example/settings', { method: 'POST', headers: { origin, host: 'evil.example', 'x-forwarded-host': 'evil.example' } }))
  expect(ask('https://evil.example').status).toBe(403)
  expect(ask('https://receipts.example').status).toBe(200)
})

test('the redirect leads to the configured address whatever it is asked', async () => {
  const { origin } = new URL(env().APP_URL)
  const ask = (home: string) => leadHome(new Request('http://127.0.0.1:3000/receipts', { headers: { 'x-home': home } }))
  expect(ask(`${origin}/receipts`)).toMatchObject({ status: 307 })
  expect(ask(`${origin}/receipts`).headers.get('location')).toBe(`${origin}/receipts`)
  for (const foreign of ['https://evil.example/', `${origin}@evil.example/`, `${origin}.evil.example/`, '//evil.example', '']) expect(ask(foreign).headers.get('location'), foreign).toBe(`${origin}/`)
})

test('a page under the machine’s other name leads to the configured one; behind a public address nothing does', () => {
  Object.assign(process.env, { APP_URL: 'http://localhost:3000' })
  const ask = () => proxy(new NextRequest('http://127.0.0.1:3000/receipts?month=2026-11', { headers: { host: '127.0.0.1:3000', accept: 'text/html' } }))
  expect(new URL(ask().headers.get('x-middleware-rewrite') ?? '').pathname).toBe('/api/home')
  expect(ask().headers.get('x-middleware-request-x-home')).toBe('http://localhost:3000/receipts?month=2026-11')
  Object.assign(process.env, { APP_URL: 'https://receipts.example' })
  expect(ask().headers.get('x-middleware-rewrite')).toBeNull()
})
