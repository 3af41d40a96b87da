import fc from 'fast-check'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/testing/database'
import { useNearDropbox } from './near-dropbox.test-support'
import { looseHistory } from './loose-history'
import { playLoosely } from './play-loosely'
import type { Home } from './stage'

await useTestDatabase()
const dropbox = await useNearDropbox()

const RUNS = Number(process.env.PROVE_RUNS ?? 2000)
const SEED = Number(process.env.PROVE_SEED ?? 20_261_123)
const LANES = 24

async function prove(seed: number, numRuns: number, lie: (home: Home, isOn: boolean) => Promise<void>): Promise<void> {
  let wrong: string[] = []
  const property = fc.asyncProperty(looseHistory, async (given) => {
    const found = await playLoosely(dropbox, given, lie)
    wrong = found.length > 0 ? found : wrong
    return found.length === 0
  })
  const details = await fc.check(property, { numRuns, seed })
  if (details.failed) expect.fail(`seed ${seed}, path ${details.counterexamplePath}: ${JSON.stringify(details.counterexample)}\n${wrong.join('\n')}\n${String(details.errorInstance)}`)
}

const inLanes = (work: (lane: number) => Promise<void>) => Promise.all(Array.from({ length: LANES }, (_, lane) => work(lane)))

test('a person who acts in the middle of a run loses nothing, doubles nothing and keeps nothing away unasked', { timeout: 24 * 3_600_000 }, async () => {
  await inLanes((lane) => prove(SEED + lane, Math.ceil(RUNS / 16 / LANES), async () => {}))
})

/** Faults are one plan for the whole server: each lane adds its account's and takes it away again. */
const lying = new Map<string, { kind: string; account: string; route?: string; every?: number }>()

/** Every way in which a listing may not tell the truth, or not yet. */
const LIES = [
  { kind: 'empty_listing' },
  { kind: 'half_listing' },
  { kind: 'stale_listing' },
  { kind: 'cursor_reset', route: 'files/list_folder/continue', every: 2 },
  { kind: 'not_found', route: 'files/get_metadata', every: 2 },
]

test.each(LIES)('an answer that does not tell the truth does no harm: $kind', { timeout: 24 * 3_600_000 }, async (fault) => {
  const lie = async ({ account }: Home, isOn: boolean) => {
    if (isOn) lying.set(account, { ...fault, account })
    else lying.delete(account)
    await dropbox.call('PUT', '/_sandbox/faults', [...lying.values()])
  }
  await inLanes((lane) => prove(SEED + 100 + lane, Math.ceil(RUNS / 80 / LANES), lie))
})
