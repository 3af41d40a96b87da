import { expect, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { withRetries } from './with-retries'

const plan = { tries: 3, firstDelayMs: 1, longestWaitMs: 50 }

function failing(times: number, error: unknown) {
  const attempts: number[] = []
  const call = async (attempt: number) => {
    attempts.push(attempt)
    if (attempt <= times) throw error
    return 'done'
  }
  return { attempts, call }
}

test('trouble that passes is waited out', async () => {
  const { attempts, call } = failing(2, new AppError('qonto_unreachable'))
  expect(await withRetries(call, plan)).toBe('done')
  expect(attempts).toEqual([1, 2, 3])
})

test('trouble that stays is thrown after the last try', async () => {
  const { attempts, call } = failing(9, new AppError('qonto_rate_limited'))
  await expect(withRetries(call, plan)).rejects.toMatchObject({ code: 'qonto_rate_limited' })
  expect(attempts).toEqual([1, 2, 3])
})

test.each([new AppError('qonto_credentials_refused'), new AppError('qonto_not_found'), new Error('a mistake of ours')])('%s is never repeated', async (error) => {
  const { attempts, call } = failing(9, error)
  await expect(withRetries(call, plan)).rejects.toBe(error)
  expect(attempts).toEqual([1])
})

test('a pause that is too long to sit out is left to the caller, with its length', async () => {
  const { attempts, call } = failing(9, new AppError('qonto_rate_limited', undefined, { retryAfter: 300 }))
  await expect(withRetries(call, plan)).rejects.toMatchObject({ retryAfter: 300 })
  expect(attempts).toEqual([1])
})

test('however long the waits have grown, no try is given up for it', async () => {
  const { attempts, call } = failing(2, new AppError('qonto_unreachable'))
  expect(await withRetries(call, { tries: 3, firstDelayMs: 500, longestWaitMs: 2 })).toBe('done')
  expect(attempts).toEqual([1, 2, 3])
})

test('an abort ends the waiting', async () => {
  const { call } = failing(9, new AppError('qonto_unreachable'))
  await expect(withRetries(call, { ...plan, firstDelayMs: 40 }, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
})
