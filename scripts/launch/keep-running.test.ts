import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startChild } from './children.mjs'
import { keepRunning } from './keep-running.mjs'

const dir = mkdtempSync(path.join(tmpdir(), 'keep-running-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let serial = 0

/** Keeps a program with this text running; `ends` grows with each of its ends. */
function keep(text: string, pauses: { firstMs: number; mostMs: number; steadyMs: number }) {
  const file = path.join(dir, `${++serial}.mjs`)
  writeFileSync(file, text)
  const ends: { name: string; reason: unknown; lastWords: string; pauseMs: number }[] = []
  const started: ReturnType<typeof startChild>[] = []
  const start = () => {
    const child = startChild('the work', file, [], {})
    started.push(child)
    return child
  }
  const kept = keepRunning(start, (end: (typeof ends)[number]) => ends.push(end), pauses)
  onTestFinished(() => kept.stop())
  return { kept, ends, started }
}

test('a program that ends at once is started again after pauses that double up to a bound, and each end is told with its last words', async () => {
  const { ends } = keep(`console.error('no room'); process.exitCode = 3`, { firstMs: 10, mostMs: 40, steadyMs: 60_000 })
  await expect.poll(() => ends.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(4)
  expect(ends.slice(0, 4)).toEqual([10, 20, 40, 40].map((pauseMs) => ({ name: 'the work', reason: 3, lastWords: 'no room', pauseMs })))
})

test('one that has lived for a while is started again after the first pause, also after kill -9', async () => {
  const { ends, started } = keep(`setInterval(() => undefined, 1000)`, { firstMs: 10, mostMs: 1000, steadyMs: 0 })
  for (const time of [1, 2, 3]) {
    await expect.poll(() => started.length, { timeout: 30_000 }).toBe(time)
    started.at(-1)?.child.kill('SIGKILL')
    await expect.poll(() => ends.length, { timeout: 30_000 }).toBe(time)
  }
  expect(ends.map(({ reason, pauseMs }) => [reason, pauseMs])).toEqual([1, 2, 3].map(() => ['SIGKILL', 10]))
})

test('a stop ends it for good, whether it runs or is about to be started again', async () => {
  const running = keep(`setInterval(() => undefined, 1000)`, { firstMs: 1, mostMs: 1, steadyMs: 0 })
  await running.kept.stop()
  expect(running.started.map(({ child }) => child.signalCode ?? child.exitCode)).toEqual(['SIGTERM'])
  const waiting = keep('', { firstMs: 1_000_000, mostMs: 1_000_000, steadyMs: 60_000 })
  await expect.poll(() => waiting.ends.length, { timeout: 30_000 }).toBe(1)
  await waiting.kept.stop()
  expect([running.ends.length, running.started.length, waiting.started.length]).toEqual([0, 1, 1])
})
