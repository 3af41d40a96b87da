import { beforeEach, expect, test, vi } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { AppError } from '@/lib/errors'
import { completeQontoOAuth } from '@/lib/qonto-access/complete-qonto-oauth'
import { GET } from './route'

const browser = vi.hoisted(() => ({ actor: null as Actor | null, from: undefined as string | undefined, followed: 0 }))
vi.mock('@/lib/auth/current-actor', () => ({ currentActor: async () => browser.actor }))
vi.mock('@/lib/qonto-access/complete-qonto-oauth', () => ({ completeQontoOAuth: vi.fn() }))
vi.mock('@/app/follow-qonto', () => ({ followQonto: async () => void browser.followed++ }))
vi.mock('next/headers', () => ({ cookies: async () => ({ get: () => (browser.from === undefined ? undefined : { value: browser.from }) }) }))

const owner: Actor = { userId: 'u', name: 'Ann', email: 'ann@example.com', role: 'owner', sessionId: 's', organizationId: 'o', organizationName: 'O', timeZone: 'Europe/Paris', locale: 'en' }
const comeBack = async (query = 'code=canary-code&state=canary-state') => await GET(new Request(`https://evil.example/api/qonto/callback?${query}`, { headers: { host: 'evil.example', 'x-pathname': '//evil.example' } }))

beforeEach(() => {
  Object.assign(browser, { actor: owner, from: undefined, followed: 0 })
  vi.mocked(completeQontoOAuth).mockReset().mockResolvedValue({ organization: 'O' })
})

test.each([
  { who: 'somebody signed out', actor: null, led: '/sign-in?next=%2Fsettings' },
  { who: 'an employee', actor: { ...owner, role: 'employee' as const }, led: '/settings?error=not_allowed#qonto' },
  { who: 'a manager', actor: { ...owner, role: 'manager' as const }, led: '/settings?error=not_allowed#qonto' },
])('$who who returns from Qonto is led on by configuration, without the code, and nothing is exchanged', async ({ actor, led }) => {
  browser.actor = actor
  const { headers, status } = await comeBack()
  expect([status, headers.get('location')]).toEqual([303, `http://localhost:3000${led}`])
  expect(completeQontoOAuth).not.toHaveBeenCalled()
  expect(browser.followed).toBe(0)
})

test.each([
  { from: 'set-up', led: '/set-up/qonto#qonto' },
  { from: 'settings', led: '/settings#qonto' },
  { from: '//evil.example', led: '/settings#qonto' },
  { from: '__proto__', led: '/settings#qonto' },
])('who began on $from comes back to a page of ours, and what is owed follows', async ({ from, led }) => {
  browser.from = from
  expect((await comeBack()).headers.get('location')).toBe(`http://localhost:3000${led}`)
  expect(completeQontoOAuth).toHaveBeenCalledWith(owner, { state: 'canary-state', code: 'canary-code', error: undefined })
  expect(browser.followed).toBe(1)
})

test('an error comes back as its code alone', async () => {
  vi.mocked(completeQontoOAuth).mockRejectedValueOnce(new AppError('qonto_oauth_lost', 'canary-detail'))
  const { headers } = await comeBack()
  expect(headers.get('location')).toBe('http://localhost:3000/settings?error=qonto_oauth_lost#qonto')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cache-control')).toBe('no-store')
})
