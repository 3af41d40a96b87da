import fc from 'fast-check'
import { expect } from 'vitest'
import { history } from './history'
import type { NearDropbox } from './near-dropbox.test-support'
import { play, type Difference, type Options } from './play'
import { aHome, type Home } from './stage'

const PLAIN = {
  folder_delete_lists_descendants: false, random_page_sizes: false, empty_pages: false, list_default_limit: 500, move_changes_rev: false, display_parents_lowered: false,
  recreated_id: 'new', shared_ids: 'kept',
}

export type Manner = Partial<Record<keyof typeof PLAIN, unknown>>

/** Ways in which the real service may behave; each history meets one of them. */
export const MANNERS: Manner[] = [
  {},
  { folder_delete_lists_descendants: true },
  { random_page_sizes: true, empty_pages: true, list_default_limit: 3 },
  { move_changes_rev: true, display_parents_lowered: true },
  { recreated_id: 'same' },
  { shared_ids: 'new' },
]

const RUNS = Number(process.env.PROVE_RUNS ?? 2000)
const SEED = Number(process.env.PROVE_SEED ?? 20_261_123)
/** Histories at the same time: most of a pass is the pause before Dropbox is asked again. */
const LANES = 48

async function proveLane(dropbox: NearDropbox, stranger: Home, seed: number, numRuns: number, options: Options): Promise<void> {
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

/** Plays the share of the histories that meets this manner. Fails with seed, path and the shortest history on which model and app differ. */
export async function proveManner(dropbox: NearDropbox, manner: Manner): Promise<void> {
  const stranger = await aHome(dropbox)
  await dropbox.call('PUT', '/_sandbox/switches', { ...PLAIN, ...manner })
  const numRuns = Math.ceil(RUNS / MANNERS.length / LANES)
  const first = SEED + MANNERS.indexOf(manner) * LANES
  const options = { reusesIds: manner.recreated_id === 'same', sharingGivesIds: manner.shared_ids === 'new' }
  await Promise.all(Array.from({ length: LANES }, (_, lane) => proveLane(dropbox, stranger, first + lane, numRuns, options)))
}
