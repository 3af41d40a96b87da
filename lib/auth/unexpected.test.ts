import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { log } from '@/lib/log'
import type { Actor } from './actor'
import { apiRoute } from './api-route'
import { userAction } from './user-action'

const ann: Actor = { userId: 'u-ann', name: 'Ann', email: 'ann@example.com', role: 'owner', sessionId: 's', organizationId: 'o-acme', organizationName: 'O', timeZone: 'Europe/Paris', locale: 'en' }
vi.mock('@/lib/auth/current-actor', () => ({ currentActor: async () => ann }))

const broken = async (): Promise<never> => {
  throw new Error('connection to 10.0.0.7 as receipts lost')
}

test.each([
  { what: 'an action', call: async () => (await userAction('receipts.view', z.undefined(), broken)(undefined)) as unknown },
  { what: 'a route', call: async () => ((await (await apiRoute('receipts.view', broken)(new Request('http://localhost:3000/'), { params: Promise.resolve({}) })).json()) as { error: unknown }).error },
])('when $what breaks, the person gets an id and no inside, and the log has the same id, who it was, and the cause', async ({ call }) => {
  const lines = vi.spyOn(log, 'error').mockImplementation(() => undefined)
  const answer = (await call()) as { code: string; errorId: string }
  expect(answer).toMatchObject({ code: 'unexpected', errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  expect(inspect(answer)).not.toContain('10.0.0.7')
  expect(lines).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ errorId: answer.errorId, userId: 'u-ann', organizationId: 'o-acme', permission: 'receipts.view' }), expect.any(String))
  expect(inspect(lines.mock.calls)).toContain('10.0.0.7')
  lines.mockRestore()
})
