import { expect, test, vi } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { completeOAuth } from '@/lib/connections/complete-oauth'
import { AppError } from '@/lib/errors'
import { GET } from './route'

const browser = vi.hoisted(() => ({ actor: null as Actor | null }))
vi.mock('@/lib/auth/current-actor', () => ({ currentActor: async () => browser.actor }))
vi.mock('@/lib/connections/complete-oauth', () => ({ completeOAuth: vi.fn() }))
vi.mock('@/lib/connections/find-live-connection', () => ({ findLiveConnection: async () => null }))

const owner: Actor = { userId: 'u', name: 'Ann', email: 'ann@example.com', role: 'owner', sessionId: 's', organizationId: 'o', organizationName: 'O', timeZone: 'Europe/Paris', locale: 'en' }
const comeBack = async (query: string) => await GET(new Request(`https://evil.example/api/dropbox/callback?${query}`, { headers: { host: 'evil.example', 'x-pathname': '//evil.example' } }))

test.each([
  { who: 'somebody signed out', actor: null, led: '/sign-in?next=%2Fconnect%2Fdropbox' },
  { who: 'an employee', actor: { ...owner, role: 'employee' as const }, led: '/connect/dropbox/setup/account?error=not_allowed' },
  { who: 'a manager', actor: { ...owner, role: 'manager' as const }, led: '/connect/dropbox/setup/account?error=not_allowed' },
])('$who who returns from Dropbox is led on by configuration, without the code, and nothing is exchanged', async ({ actor, led }) => {
  browser.actor = actor
  const { headers, status } = await comeBack('code=canary-code&state=canary-state')
  expect(status).toBe(303)
  expect(headers.get('location')).toBe(`http://localhost:3000${led}`)
  expect(completeOAuth).not.toHaveBeenCalled()
})

test('an error comes back as its code alone', async () => {
  browser.actor = owner
  vi.mocked(completeOAuth).mockRejectedValueOnce(new AppError('oauth_state_unknown', 'canary-detail'))
  const { headers } = await comeBack('code=canary-code&state=canary-state')
  expect(headers.get('location')).toBe('http://localhost:3000/connect/dropbox/setup/account?error=oauth_state_unknown')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cache-control')).toBe('no-store')
})
