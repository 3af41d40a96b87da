import { setTimeout as delay } from 'node:timers/promises'
import { NonRetriableError, RetryAfterError, type Inngest } from 'inngest'
import type { Recorder } from './recorder'

/** The events of the contract: each names the records that its run leaves behind. */
interface Data {
  key: string
  other?: string
  children?: string[]
}

/**
 * One function for each behaviour that the product relies on. They touch nothing but the contract's own tables, so the
 * same ones run on the embedded runner and on any Inngest server.
 */
export function contractFunctions(inngest: Inngest, { record, waitForGate, count }: Recorder, debouncePeriod: `${number}s` = '4s') {
  const define = inngest.createFunction.bind(inngest)
  const dataOf = (event: { data?: unknown }) => event.data as Data

  return [
    define({ id: 'plain', triggers: { event: 'contract/plain' } }, async ({ event, step }) => {
      await step.run('only', () => record(dataOf(event).key, 'ran', dataOf(event).other))
    }),

    define({ id: 'flaky', triggers: { event: 'contract/flaky' }, retries: 3 }, async ({ event, step }) => {
      const { key } = dataOf(event)
      await step.run('before', () => record(key, 'before'))
      await step.run('flaky', async () => {
        await record(key, 'try')
        if ((await count(key, 'try')) < 3) throw new Error('not yet')
      })
      await step.run('after', () => record(key, 'after'))
    }),

    define({ id: 'parallel', triggers: { event: 'contract/parallel' } }, async ({ event, step }) => {
      const { key } = dataOf(event)
      const parts = await Promise.all([1, 2, 3].map((part) => step.run(`part ${part}`, () => record(key, 'part', part).then(() => part))))
      await step.run('sum', () => record(key, 'sum', parts.reduce((total, part) => total + part, 0)))
    }),

    define({ id: 'sleep', triggers: { event: 'contract/sleep' } }, async ({ event, step }) => {
      const { key, other = '2s' } = dataOf(event)
      await step.run('before', () => record(key, 'before'))
      await step.sleep('pause', other)
      await step.run('after', () => record(key, 'after'))
    }),

    define({ id: 'fan-out', triggers: { event: 'contract/fan-out' } }, async ({ event, step }) => {
      const { key, children = [] } = dataOf(event)
      await step.sendEvent('send', children.map((child) => ({ id: `fan-out:${child}`, name: 'contract/plain', data: { key: child } })))
      await step.run('sent', () => record(key, 'sent'))
    }),

    define({ id: 'tick', triggers: { cron: 'TZ=Europe/Paris * * * * *' } }, async ({ event, step, attempt }) => {
      // A server goes on trying the ticks for which no app was there, after an earlier suite or a kill: those are none of this minute.
      await step.run('tick', () => record('tick', attempt === 0 ? 'tick' : 'late tick', event.data))
    }),

    define({ id: 'singleton', triggers: { event: 'contract/singleton' }, singleton: { key: 'event.data.key', mode: 'skip' } }, async ({ event, step }) => {
      const { key, other } = dataOf(event)
      await step.run('hold', async () => {
        await record(key, 'enter', other)
        await waitForGate(key)
      })
      await step.run('leave', () => record(key, 'leave', other))
    }),

    define({ id: 'debounced', triggers: { event: 'contract/debounced' }, debounce: { key: 'event.data.key', period: debouncePeriod } }, async ({ event, step }) => {
      await step.run('only', () => record(dataOf(event).key, 'ran', dataOf(event).other))
    }),

    define({ id: 'one-at-a-time', triggers: { event: 'contract/one-at-a-time' }, concurrency: { key: 'event.data.key', limit: 1 } }, async ({ event, step }) => {
      const { key, other } = dataOf(event)
      await step.run('work', async () => {
        await record(key, 'enter', other)
        await waitForGate(`${key}:${other}`)
        await record(key, 'leave', other)
      })
    }),

    define({
      id: 'failing', triggers: { event: 'contract/failing' }, retries: 1,
      onFailure: async ({ event, error, step }) => {
        await step.run('note', () => record(dataOf(event.data.event).key, 'failed', error.message))
      },
    }, async ({ event, step }) => {
      const { key, other } = dataOf(event)
      await step.run('try', async () => {
        await record(key, 'try')
        throw other === 'final' ? new NonRetriableError('cannot work') : new Error('does not work')
      })
    }),

    define({ id: 'mendable', triggers: { event: 'contract/mendable' }, retries: 0 }, async ({ event, step }) => {
      const { key } = dataOf(event)
      await step.run('before', () => record(key, 'before'))
      await step.run('mend', async () => {
        await record(key, 'try')
        if ((await count(key, 'try')) < 2) throw new Error('broken')
      })
      await step.run('after', () => record(key, 'after'))
    }),

    define({ id: 'throwing', triggers: { event: 'contract/throwing' }, retries: 1 }, async ({ event, attempt }) => {
      await record(dataOf(event).key, 'try')
      if (attempt === 0) throw new RetryAfterError('too many requests', '2s')
    }),

    define({ id: 'catching', triggers: { event: 'contract/catching' }, retries: 0 }, async ({ event, step }) => {
      const { key } = dataOf(event)
      const caught = await step.run('fails', () => Promise.reject(new Error('no'))).catch((error: unknown) => (error as Error).message)
      await step.run('goes on', () => record(key, 'caught', caught))
    }),

    define({ id: 'trivial', triggers: { event: 'contract/trivial' } }, async ({ event, step }) => {
      const { steps = 1 } = event.data as { steps?: number }
      for (let nth = 0; nth < steps; nth++) await step.run(`step ${nth}`, () => nth)
    }),

    // A server spends an attempt on each call that finds no app: with a short retry interval, several until a killed one is back.
    define({ id: 'five-steps', triggers: { event: 'contract/five-steps' }, retries: 20 }, async ({ event, step }) => {
      const { key, other } = dataOf(event)
      for (const nth of [1, 2, 3, 4, 5]) {
        await step.run(`step ${nth}`, async () => {
          await record(key, 'begin', nth)
          if (other === `hold ${nth}`) await waitForGate(key)
          if (other === 'slow') await delay(20)
          await record(key, 'end', nth)
        })
      }
      await record(key, 'done')
    }),
  ]
}
