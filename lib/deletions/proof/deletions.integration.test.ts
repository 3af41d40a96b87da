import fc from 'fast-check'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/testing/database'
import { history } from './history'
import { useNearDropbox } from './near-dropbox.test-support'
import { play, type Difference, type Options } from './play'
import { aHome } from './stage'

await useTestDatabase()
const dropbox = await useNearDropbox()
const stranger = await aHome(dropbox)

const RUNS = Number(process.env.PROVE_RUNS ?? 2000)
const SEED = Number(process.env.PROVE_SEED ?? 20_261_123)
/** Histories at the same time: most of a pass is the pause before Dropbox is asked again. */
const LANES = 32

const PLAIN = { folder_delete_lists_descendants: false, random_page_sizes: false, empty_pages: false, list_default_limit: 500, move_changes_rev: false, display_parents_lowered: false, recreated_id: 'new', shared_ids: 'kept' }

/** Ways in which the real service may behave; each history meets one of them. */
const MANNERS: Partial<Record<keyof typeof PLAIN, unknown>>[] = [
  {},
  { folder_delete_lists_descendants: true },
  { random_page_sizes: true, empty_pages: true, list_default_limit: 3 },
  { move_changes_rev: true, display_parents_lowered: true },
  { recreated_id: 'same' },
  { shared_ids: 'new' },
]

async function prove(seed: number, numRuns: number, options: Options): Promise<void> {
  let difference: Difference | null = null
  const property = fc.asyncProperty(history, async (given) => {
    const found = await play(dropbox, stranger, given, options)
    difference = found ?? difference
    return found === null
  })
  const details = await fc.check(property, { numRuns, seed })
  if (!details.failed) return
  expect.fail(`seed ${seed}, path ${details.counterexamplePath}: ${JSON.stringify(details.counterexample)}\n${JSON.stringify(difference)}\n${String(details.errorInstance)}`)
}

test.each(MANNERS)('people and the app agree with the model, whatever happens in Dropbox: %j', { timeout: 24 * 3_600_000 }, async (manner) => {
  await dropbox.call('PUT', '/_sandbox/switches', { ...PLAIN, ...manner })
  const numRuns = Math.ceil(RUNS / MANNERS.length / LANES)
  const first = SEED + MANNERS.indexOf(manner) * LANES
  const options = { reusesIds: manner.recreated_id === 'same', sharingGivesIds: manner.shared_ids === 'new' }
  await Promise.all(Array.from({ length: LANES }, (_, lane) => prove(first + lane, numRuns, options)))
})
