import { expect, test } from 'vitest'
import { RateLimiter } from './rate-limiter'

const here = '127.0.0.1'

test('1,000 calls fit into ten seconds, the next one waits until they have passed', () => {
  const limiter = new RateLimiter()
  for (let i = 0; i < 1_000; i += 1) expect(limiter.admit(here, i)).toBe(0)
  const wait = limiter.admit(here, 1_000)
  expect(wait).toBeGreaterThan(8_000)
  expect(limiter.admit('127.0.0.2', 1_000)).toBe(0)
  expect(limiter.admit(here, 1_000 + wait)).toBe(0)
})

test('10,000 calls fit into ten minutes, however evenly they come', () => {
  const limiter = new RateLimiter()
  for (let i = 0; i < 10_000; i += 1) expect(limiter.admit(here, i * 20)).toBe(0)
  expect(limiter.admit(here, 200_000)).toBeGreaterThan(390_000)
  expect(limiter.admit(here, 610_000)).toBe(0)
})

test('200 refused sign-ins in an hour close the door for the rest of it', () => {
  const limiter = new RateLimiter()
  for (let i = 0; i < 199; i += 1) limiter.denied(here, i)
  expect(limiter.admit(here, 1_000)).toBe(0)
  limiter.denied(here, 1_000)
  expect(limiter.admit(here, 60_000)).toBeGreaterThan(3_000_000)
  expect(limiter.admit(here, 3_700_000)).toBe(0)
})
