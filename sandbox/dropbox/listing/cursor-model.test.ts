import type { Dropbox, files } from 'dropbox'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aDropbox, PERSONAL } from '../testing/a-dropbox'

const dropbox = await aDropbox()

type Step = { op: 'write' | 'mkdir' | 'delete' | 'move' | 'restore' | 'poll'; path: string; to: string; text: string }

const names = ['a', 'B', 'c']
const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`)
const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom('write', 'write', 'mkdir', 'delete', 'move', 'restore', 'poll'), path, to: path, text: fc.constantFrom('1', '2', '3'),
})

/** A client that knows the tree only from what cursors told it, applied in the order given. */
class Mirror {
  readonly known = new Map<string, string>()

  apply(entries: files.ListFolderResult['entries']): void {
    for (const entry of entries) {
      const at = entry.path_lower ?? ''
      if (entry['.tag'] !== 'folder' || this.known.get(at)?.startsWith('file')) this.forget(at)
      if (entry['.tag'] === 'file') this.known.set(at, `file ${entry.id} ${entry.rev}`)
      if (entry['.tag'] === 'folder') this.known.set(at, `folder ${entry.id}`)
    }
  }

  private forget(at: string): void {
    for (const key of this.known.keys()) if (key === at || key.startsWith(`${at}/`)) this.known.delete(key)
  }
}

async function poll(sdk: Dropbox, cursor: string, mirror: Mirror): Promise<string> {
  for (;;) {
    const page = (await sdk.filesListFolderContinue({ cursor })).result
    mirror.apply(page.entries)
    cursor = page.cursor
    if (!page.has_more) return cursor
  }
}

async function act({ op, path: at, to, text }: Step): Promise<void> {
  await fetch(`${dropbox.server.url}/_sandbox/user`, { method: 'POST', body: JSON.stringify({ account: PERSONAL, op, path: at, ...(op === 'move' ? { to } : {}), text }) })
}

test('whatever people do, a client that applies every page in order knows the tree exactly', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fc.record({ folder_delete_lists_descendants: fc.boolean(), move_changes_rev: fc.boolean() }), async (steps, switches) => {
    await dropbox.control('POST', 'reset')
    await dropbox.control('PUT', 'switches', switches)
    const sdk = await dropbox.sdk(PERSONAL)
    const mirror = new Mirror()
    let cursor = (await sdk.filesListFolder({ path: '', recursive: true, limit: 2 })).result.cursor
    for (const one of steps) {
      if (one.op === 'poll') cursor = await poll(sdk, cursor, mirror)
      else await act(one)
    }
    await poll(sdk, cursor, mirror)
    const rows = (await dropbox.tree(PERSONAL)).map((row) => [row.path.toLowerCase(), row.kind === 'file' ? `file ${row.id} ${row.rev}` : `folder ${row.id}`])
    expect([...mirror.known].sort()).toEqual(rows.sort())
  }), { numRuns: 60, endOnFailure: true })
})
