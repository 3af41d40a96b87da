import fc from 'fast-check'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/testing/database'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { playLoosely, type LooseHistory } from './play-loosely'
import type { Stage } from './stage'

await useTestDatabase()
const dropbox = await useLocalDropbox()

const RUNS = Number(process.env.PROVE_RUNS ?? 200)
const SEED = Number(process.env.PROVE_SEED ?? 20_261_123)
const LANES = 16

const receipts = fc.array(fc.record({ account: fc.nat(1), period: fc.nat(1) }), { minLength: 1, maxLength: 4 })
const step = fc.record({ do: fc.constantFrom('deleteFile' as const, 'deleteFolder' as const, 'move' as const, 'move' as const, 'edit' as const), what: fc.nat(97), to: fc.nat(97) })
const history: fc.Arbitrary<LooseHistory> = fc.record({ receipts, rounds: fc.array(fc.record({ at: fc.nat(12), step }), { maxLength: 6 }) })

async function prove(seed: number, numRuns: number, lie: (stage: Stage, isOn: boolean) => Promise<void>): Promise<void> {
  let wrong: string[] = []
  const property = fc.asyncProperty(history, async (given) => {
    const found = await playLoosely(dropbox.url, given, lie)
    wrong = found.length > 0 ? found : wrong
    return found.length === 0
  })
  const details = await fc.check(property, { numRuns, seed })
  if (details.failed) expect.fail(`seed ${seed}, path ${details.counterexamplePath}: ${JSON.stringify(details.counterexample)}\n${wrong.join('\n')}\n${String(details.errorInstance)}`)
}

const inLanes = (work: (lane: number) => Promise<void>) => Promise.all(Array.from({ length: LANES }, (_, lane) => work(lane)))

test('a person who acts in the middle of a pass loses nothing, doubles nothing and keeps nothing away unasked', { timeout: 24 * 3_600_000 }, async () => {
  await inLanes((lane) => prove(SEED + lane, Math.ceil(RUNS / 2 / LANES), async () => {}))
})

/** Faults are one plan for the whole server: each lane adds its account's and takes it away again. */
const lying = new Map<string, { kind: string; account: string }>()

test.each(['empty_listing', 'half_listing', 'stale_listing'])('a listing that does not tell the truth does no harm: %s', { timeout: 24 * 3_600_000 }, async (kind) => {
  const lie = async ({ account }: Stage, isOn: boolean) => {
    if (isOn) lying.set(account, { kind, account })
    else lying.delete(account)
    await dropbox.faults([...lying.values()])
  }
  await inLanes((lane) => prove(SEED + 100 + lane, Math.ceil(RUNS / 6 / LANES), lie))
})
