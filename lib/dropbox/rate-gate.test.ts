import { describe, expect, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { RateGate } from './rate-gate'

const refusal = (retryAfter?: number) => new AppError('dropbox_rate_limited', undefined, { retryAfter })
const quick = { backOffMs: 1, longestBackOffMs: 4 }

/** An attempt that ends only when told, and what is known about it meanwhile. */
function held() {
  let release = () => {}
  const until = new Promise<void>((done) => (release = done))
  return { until, release }
}

describe('RateGate', () => {
  test('a call that Dropbox refuses for its rate is repeated until it succeeds', async () => {
    const gate = new RateGate(quick)
    let tries = 0
    const result = await gate.call('read', async () => {
      if (++tries < 4) throw refusal()
      return 'done'
    })
    expect([result, tries]).toEqual(['done', 4])
    expect(gate.counts).toMatchObject({ read: 4, refused: 3, repeated: 3 })
  })

  test('an error that a repetition cannot cure is passed on at once', async () => {
    const gate = new RateGate(quick)
    let tries = 0
    const call = gate.call('commit', async () => {
      tries++
      throw new AppError('dropbox_full')
    })
    await expect(call).rejects.toMatchObject({ code: 'dropbox_full' })
    expect(tries).toBe(1)
  })

  test('repetition is bounded', async () => {
    const gate = new RateGate({ ...quick, attempts: 3 })
    let tries = 0
    await expect(gate.call('read', async () => { tries++; throw new AppError('dropbox_unreachable') })).rejects.toMatchObject({ code: 'dropbox_unreachable' })
    expect(tries).toBe(3)
  })

  test('Retry-After pauses every call of the account, not only the refused one', async () => {
    const gate = new RateGate(quick)
    const order: string[] = []
    let isFirst = true
    const refused = gate.call('append', async () => {
      if (isFirst) {
        isFirst = false
        throw refusal(0.3)
      }
      order.push('refused one')
    })
    await new Promise((done) => setImmediate(done))
    expect(gate.pausedFor).toBeGreaterThan(200)
    const other = gate.call('read', async () => { order.push(`other, ${gate.pausedFor} ms left`) })
    await Promise.all([refused, other])
    expect(order).toContain('other, 0 ms left')
  })

  test('concurrency halves on a refusal and grows again with success', async () => {
    const gate = new RateGate({ ...quick, start: 8, most: 8 })
    let isFirst = true
    await gate.call('append', async () => {
      if (isFirst) {
        isFirst = false
        throw refusal()
      }
    })
    expect(gate.limit).toBe(4)
    for (let call = 0; call < 40; call++) await gate.call('append', async () => undefined)
    expect(gate.limit).toBe(8)
  })

  test('many refusals at once count as one sign of congestion', async () => {
    const gate = new RateGate({ ...quick, start: 8, most: 8 })
    const begunAt = Date.now() - 1000
    for (let call = 0; call < 8; call++) gate.noteRefusal(undefined, begunAt)
    expect(gate.limit).toBe(4)
  })

  test('never more calls than the limit are under way', async () => {
    const gate = new RateGate({ start: 3, most: 3 })
    let [active, most] = [0, 0]
    await Promise.all(
      Array.from({ length: 30 }, () =>
        gate.call('append', async () => {
          most = Math.max(most, ++active)
          await new Promise((done) => setImmediate(done))
          active--
        }),
      ),
    )
    expect(most).toBe(3)
  })

  test('one commit at a time, while appends go on beside it', async () => {
    const gate = new RateGate({ start: 4 })
    const first = held()
    let [active, most] = [0, 0]
    const commit = (until?: Promise<void>) =>
      gate.call('commit', async () => {
        most = Math.max(most, ++active)
        await until
        active--
      })
    const commits = [commit(first.until), commit(), commit()]
    expect(await gate.call('append', async () => 'went on')).toBe('went on')
    first.release()
    await Promise.all(commits)
    expect(most).toBe(1)
  })

  test('a failed commit does not keep the next one out', async () => {
    const gate = new RateGate()
    const failed = gate.call('commit', async () => { throw new AppError('dropbox_full') })
    const next = gate.call('commit', async () => 'went through')
    await expect(failed).rejects.toMatchObject({ code: 'dropbox_full' })
    expect(await next).toBe('went through')
  })

  test('an abort ends a pause, a queue and a wait for the commit lock at once, with its reason', async () => {
    const gate = new RateGate({ start: 1, most: 1 })
    const end = new AbortController()
    const other = held()
    const occupying = gate.call('commit', () => other.until)
    await new Promise((done) => setImmediate(done))
    const waiting = [gate.call('append', async () => undefined, end.signal), gate.call('commit', async () => undefined, end.signal)]
    const outcomes = Promise.all(waiting.map((call) => expect(call).rejects.toMatchObject({ code: 'disconnected' })))
    end.abort(new AppError('disconnected'))
    await outcomes
    gate.noteRefusal(3600)
    const paused = new AbortController()
    const call = gate.call('read', async () => undefined, paused.signal)
    paused.abort(new AppError('disconnected'))
    await expect(call).rejects.toMatchObject({ code: 'disconnected' })
    other.release()
    await occupying
  })

  test('a call that gave up its place lets the next one in', async () => {
    const gate = new RateGate({ start: 1, most: 1 })
    const first = held()
    const end = new AbortController()
    const occupying = gate.call('append', () => first.until)
    const leaving = gate.call('append', async () => undefined, end.signal)
    const staying = gate.call('append', async () => 'in')
    end.abort(new AppError('disconnected'))
    await expect(leaving).rejects.toMatchObject({ code: 'disconnected' })
    first.release()
    await occupying
    expect(await staying).toBe('in')
  })
})
