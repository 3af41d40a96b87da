import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallLimiter, QONTO_LIMITS, qontoWindows } from './call-limiter'

test('no window ever holds more calls than it may, and a call that may be sent is not held back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(40), { maxLength: 300 }), async (pauses) => {
      let present = 0
      const windows = [{ calls: 5, ms: 100 }, { calls: 12, ms: 400 }]
      const limiter = new CallLimiter(windows, () => present)
      const sent: number[] = []
      for (const pause of pauses) {
        present += pause
        const wait = limiter.delay()
        present += wait
        expect(limiter.delay()).toBe(0)
        await limiter.take()
        if (wait > 0) expect(windows.some(({ calls, ms }) => sent.filter((at) => at > present - wait - ms).length >= calls)).toBe(true)
        sent.push(present)
        for (const { calls, ms } of windows) expect(sent.filter((at) => at > present - ms).length).toBeLessThanOrEqual(calls)
      }
    }),
    { numRuns: 60 },
  )
})

test('after the other side asked for a pause nothing is sent until it is over', () => {
  let present = 1_000
  const limiter = new CallLimiter([{ calls: 10, ms: 100 }], () => present)
  limiter.pause(7)
  limiter.pause(2)
  expect(limiter.delay()).toBe(7_000)
  present += 7_000
  expect(limiter.delay()).toBe(0)
})

test('waiting ends when the caller gives up', async () => {
  const limiter = new CallLimiter([{ calls: 1, ms: 3_600_000 }])
  await limiter.take()
  await expect(limiter.take(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
})

test('the processes of one installation together stay a tenth below Qonto’s limits, and so does one that does all the work', () => {
  const calls = (role: Parameters<typeof qontoWindows>[0]) => qontoWindows(role).map((window) => window.calls)
  const together = calls('pages').map((pages, index) => pages + (calls('background')[index] ?? 0))
  expect(together).toEqual(QONTO_LIMITS.map((limit) => limit.calls * 0.9))
  expect(calls('all')).toEqual(together)
})
