import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveView } from '@/components/dropbox/live-view'
import { eventStream } from './event-stream'

const view = (headline: string, isRunning = false) => ({ headline, isRunning, present: new Date().toISOString() }) as LiveView

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function open(first: LiveView, read: () => Promise<LiveView | null>) {
  const abort = new AbortController()
  const reader = eventStream({ first, read, signal: abort.signal }).getReader()
  const next = async () => {
    const { value, done } = await reader.read()
    return done ? null : new TextDecoder().decode(value)
  }
  expect(await next()).toBe('retry: 3000\n\n')
  return { abort, next }
}

test('the view at hand is sent at once, a changed one when it has changed', async () => {
  const { next, abort } = await open(view('one', true), async () => view('two', true))
  expect(await next()).toContain('"headline":"one"')
  await vi.advanceTimersByTimeAsync(1000)
  expect(await next()).toContain('"headline":"two"')
  abort.abort()
})

test('while nothing but the clock changes, only a sign of life is sent', async () => {
  const { next, abort } = await open(view('one'), async () => view('one'))
  expect(await next()).toContain('data:')
  await vi.advanceTimersByTimeAsync(5000)
  expect(await next()).toBe(': still here\n\n')
  abort.abort()
})

test('the stream ends when the member may no longer look, when reading fails, and when the browser leaves', async () => {
  const outcomes = [async () => null, async () => Promise.reject(new Error('database gone'))]
  for (const read of outcomes) {
    const { next } = await open(view('one', true), read)
    await next()
    await vi.advanceTimersByTimeAsync(1000)
    expect(await next()).toBeNull()
  }
  const read = vi.fn(async () => view('two', true))
  const { next, abort } = await open(view('one', true), read)
  await next()
  abort.abort()
  expect(await next()).toBeNull()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(read).not.toHaveBeenCalled()
})
