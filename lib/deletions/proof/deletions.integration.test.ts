import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/testing/database'
import { startDropboxServer } from '@/sandbox/dropbox/start-dropbox-server'
import { history } from './history'
import { play, type Difference } from './play'

await useTestDatabase()
const dataDir = mkdtempSync(path.join(tmpdir(), 'deletions-'))
const server = await startDropboxServer({ dataDir })
for (const name of ['DROPBOX_API_URL', 'DROPBOX_CONTENT_URL', 'DROPBOX_NOTIFY_URL']) process.env[name] = server.url

afterAll(async () => {
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const RUNS = Number(process.env.PROVE_RUNS ?? 200)
const SEED = Number(process.env.PROVE_SEED ?? 20_261_123)
/** Histories at the same time: most of a pass is the pause before Dropbox is asked again. */
const AT_ONCE = Math.min(16, RUNS)

/** Ways in which the real service may behave; each history meets one of them. */
const MANNERS: Record<string, unknown>[] = [
  {},
  { folder_delete_lists_descendants: true },
  { random_page_sizes: true, empty_pages: true, list_default_limit: 3 },
  { move_changes_rev: true, display_parents_lowered: true },
]

async function behave(manner: Record<string, unknown>): Promise<void> {
  const plain = { folder_delete_lists_descendants: false, random_page_sizes: false, empty_pages: false, list_default_limit: 500, move_changes_rev: false, display_parents_lowered: false }
  await fetch(`${server.url}/_sandbox/switches`, { method: 'PUT', body: JSON.stringify({ ...plain, ...manner }) })
}

for (const [index, manner] of MANNERS.entries()) {
  test(`people and the app agree with the model when Dropbox behaves like ${JSON.stringify(manner)}`, { timeout: 3_600_000 }, async () => {
    await behave(manner)
    const numRuns = Math.ceil(RUNS / MANNERS.length / AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, lane) => {
        const seed = SEED + index * 1000 + lane
        let difference: Difference | null = null
        const property = fc.asyncProperty(history, async (steps) => {
          const found = await play(server.url, steps)
          difference = found ?? difference
          return found === null
        })
        const details = await fc.check(property, { numRuns, seed })
        if (details.failed) expect.fail(`seed ${seed}, path ${details.counterexamplePath}: ${JSON.stringify(details.counterexample)}\n${JSON.stringify(difference)}\n${String(details.errorInstance)}`)
      }),
    )
  })
}
