import { expect, test, vi } from 'vitest'

vi.mock('next/headers', () => ({ cookies: async () => ({}), headers: async () => new Headers() }))

const { safeNext } = await import('./sign-in')
const { authOptions } = await import('./options')

const ELSEWHERE = ['https://evil.example', '//evil.example', '/\\evil.example', '\\\\evil.example', 'javascript:alert(1)', 'receipts', '/a\nb', '/\t/evil.example', '', ' /receipts']

test.each(ELSEWHERE)('after sign-in nobody is led to %j', async (address) => {
  expect(safeNext(address)).toBe('/')
  const led = await authOptions().callbacks?.redirect?.({ url: address, baseUrl: 'https://evil.example' })
  expect(new URL(led ?? '').origin).toBe('http://localhost:3000')
})

test('a path of ours is kept, with its question', async () => {
  expect(safeNext('/receipts?month=2026-11')).toBe('/receipts?month=2026-11')
  expect(await authOptions().callbacks?.redirect?.({ url: '/receipts', baseUrl: 'https://evil.example' })).toBe('http://localhost:3000/receipts')
})

test('over https the cookies belong to this host alone', async () => {
  const { env } = await import('@/lib/env')
  const appUrl = vi.spyOn(env(), 'APP_URL', 'get')
  appUrl.mockReturnValue('https://receipts.example')
  const { cookies, useSecureCookies } = authOptions()
  expect(useSecureCookies).toBe(true)
  for (const cookie of Object.values(cookies ?? {})) {
    expect(cookie?.name).toMatch(/^__Host-/)
    expect(cookie?.options).toMatchObject({ secure: true, httpOnly: true, sameSite: 'lax', path: '/' })
    expect(cookie?.options).not.toHaveProperty('domain')
  }
})
