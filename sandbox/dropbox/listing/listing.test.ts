import type { Dropbox, files } from 'dropbox'
import { beforeEach, expect, test } from 'vitest'
import { aDropbox, PERSONAL } from '../testing/a-dropbox'

const dropbox = await aDropbox()
let sdk: Dropbox

beforeEach(async () => {
  await dropbox.control('POST', 'reset')
  sdk = await dropbox.sdk(PERSONAL)
})

const put = async (path: string, text = path) => (await sdk.filesUpload({ path, contents: Buffer.from(text), mode: { '.tag': 'overwrite' } })).result
const user = (op: string, path: string, extra: object = {}): Promise<unknown> => dropbox.control('POST', 'user', { account: PERSONAL, op, path, ...extra })
const short = (entries: files.ListFolderResult['entries']): string[] => entries.map((entry) => `${entry['.tag']} ${entry.path_display}`)

/** Follows a listing to its end. */
async function drain(first: files.ListFolderResult): Promise<{ entries: files.ListFolderResult['entries']; cursor: string; pages: number }> {
  const entries = [...first.entries]
  let page = first
  let pages = 1
  for (; page.has_more; pages += 1) {
    page = (await sdk.filesListFolderContinue({ cursor: page.cursor })).result
    entries.push(...page.entries)
  }
  return { entries, cursor: page.cursor, pages }
}

const list = async (arg: files.ListFolderArg) => drain((await sdk.filesListFolder(arg)).result)
const changes = async (cursor: string) => drain((await sdk.filesListFolderContinue({ cursor })).result)
const tagOf = async (call: Promise<unknown>): Promise<unknown> => call.then(() => 'no error', (reason: { status: number; error: { error?: { '.tag': string } } }) => reason.error.error?.['.tag'] ?? reason.status)

test('a folder lists its own children, recursion lists itself and all below', async () => {
  await put('/a/b/c.txt')
  await put('/a/d.txt')
  expect(short((await list({ path: '' })).entries)).toEqual(['folder /a'])
  expect(short((await list({ path: '/A' })).entries)).toEqual(['folder /a/b', 'file /a/d.txt'])
  expect(short((await list({ path: '/a', recursive: true })).entries)).toEqual(['folder /a', 'folder /a/b', 'file /a/b/c.txt', 'file /a/d.txt'])
  await dropbox.control('PUT', 'switches', { recursive_lists_self: false })
  expect(short((await list({ path: '/a', recursive: true })).entries)).toEqual(['folder /a/b', 'file /a/b/c.txt', 'file /a/d.txt'])
})

test.each([[{}, 3], [{ empty_pages: true }, 6], [{ random_page_sizes: true }, 1]])('pages with %j lose nothing and repeat nothing', async (switches, atLeast) => {
  for (let number = 0; number < 25; number += 1) await put(`/many/${number}.txt`)
  await dropbox.control('PUT', 'switches', switches)
  for (const recursive of [false, true]) {
    const { entries, pages } = await list({ path: '/many', recursive, limit: 10 })
    expect(new Set(entries.map((entry) => entry.path_lower)).size).toBe(entries.length)
    expect(entries.filter((entry) => entry['.tag'] === 'file')).toHaveLength(25)
    expect(pages).toBeGreaterThanOrEqual(atLeast)
  }
})

test('a deleted file is one deleted entry; a cursor without include_deleted reports later deletions all the same', async () => {
  await put('/a/one.txt')
  await put('/a/two.txt')
  await user('delete', '/a/one.txt')
  const first = await list({ path: '', recursive: true })
  expect(short(first.entries)).toEqual(['folder /a', 'file /a/two.txt'])
  expect(short((await list({ path: '', recursive: true, include_deleted: true })).entries)).toEqual(['folder /a', 'file /a/two.txt', 'deleted /a/one.txt'])
  await user('delete', '/a/two.txt')
  const after = await changes(first.cursor)
  expect(after.entries).toEqual([{ '.tag': 'deleted', name: 'two.txt', path_lower: '/a/two.txt', path_display: '/a/two.txt' }])
  expect((await changes(after.cursor)).entries).toEqual([])
})

test('a deleted folder is one entry by default, and all its descendants too under the switch', async () => {
  await put('/Qonto/Main/1.txt')
  await put('/Qonto/Main/2.txt')
  const { cursor } = await list({ path: '/Qonto', recursive: true })
  await user('delete', '/Qonto/Main')
  expect(short((await changes(cursor)).entries)).toEqual(['deleted /Qonto/Main'])
  await dropbox.control('PUT', 'switches', { folder_delete_lists_descendants: true })
  expect(short((await changes(cursor)).entries)).toEqual(['deleted /Qonto/Main', 'deleted /Qonto/Main/1.txt', 'deleted /Qonto/Main/2.txt'])
})

test('a move is a deleted entry at the old path and entries with the same ids at the new ones', async () => {
  const file = await put('/from/a.txt')
  const { cursor } = await list({ path: '', recursive: true })
  await user('move', '/from', { to: '/into/here' })
  const { entries } = await changes(cursor)
  expect(short(entries)).toEqual(['folder /into', 'deleted /from', 'folder /into/here', 'file /into/here/a.txt'])
  expect(entries[3]).toMatchObject({ id: file.id, rev: file.rev })
  await dropbox.control('PUT', 'switches', { move_changes_rev: true })
  await user('move', '/into/here/a.txt', { to: '/b.txt' })
  const again = (await changes(cursor)).entries.at(-1)
  expect(again).toMatchObject({ id: file.id, path_display: '/b.txt' })
  expect((again as { rev: string }).rev).not.toBe(file.rev)
})

test('a folder deleted and made again is reported as deleted first', async () => {
  await put('/a/one.txt')
  const { cursor } = await list({ path: '', recursive: true })
  await user('delete', '/a')
  await user('mkdir', '/a')
  expect(short((await changes(cursor)).entries)).toEqual(['deleted /a', 'folder /a'])
})

test('a change of case alone is not reported', async () => {
  await put('/a/one.txt')
  const { cursor } = await list({ path: '', recursive: true })
  await user('move', '/a/one.txt', { to: '/a/ONE.txt' })
  expect((await changes(cursor)).entries).toEqual([])
  expect((await sdk.filesGetMetadata({ path: '/a/one.txt' })).result.name).toBe('ONE.txt')
})

test('a cursor of a folder that is gone answers path/not_found, one of another account is a 400', async () => {
  await put('/a/one.txt')
  const { cursor } = await list({ path: '/a' })
  const other = await dropbox.sdk('office@acme.example.com')
  expect(await tagOf(other.filesListFolderContinue({ cursor }))).toBe(400)
  await user('delete', '/a')
  expect(await tagOf(sdk.filesListFolderContinue({ cursor }))).toBe('path')
})

test('cursors reset after a year without use, and in mid-page by switch', async () => {
  for (let number = 0; number < 5; number += 1) await put(`/${number}`)
  const first = (await sdk.filesListFolder({ path: '', limit: 2 })).result
  await dropbox.control('PUT', 'switches', { reset_after_pages: 1 })
  expect(await tagOf(sdk.filesListFolderContinue({ cursor: first.cursor }))).toBe('reset')
  expect((await drain((await sdk.filesListFolderContinue({ cursor: first.cursor })).result)).entries).toHaveLength(3)
  await dropbox.control('PUT', 'clock', { now: Date.now() + 400 * 86_400_000 })
  sdk = await dropbox.sdk(PERSONAL)
  expect(await tagOf(sdk.filesListFolderContinue({ cursor: first.cursor }))).toBe('reset')
})

test('a cursor is good after a restart', async () => {
  await put('/a.txt')
  const { cursor } = await list({ path: '', recursive: true })
  await put('/b.txt')
  await dropbox.restart()
  expect(short((await changes(cursor)).entries)).toEqual(['file /b.txt'])
})

test('lying listings: empty, half, and older than the last write, which comes later', async () => {
  await put('/a.txt')
  await put('/b.txt')
  await dropbox.control('PUT', 'switches', { empty_root: true })
  expect((await list({ path: '' })).entries).toEqual([])
  await dropbox.control('DELETE', 'switches')
  await dropbox.control('PUT', 'switches', { half_listing: true })
  expect((await list({ path: '' })).entries).toHaveLength(1)
  await dropbox.control('DELETE', 'switches')
  await dropbox.control('PUT', 'faults', [{ kind: 'stale_listing', changes: 1, times: 1 }])
  const stale = await list({ path: '' })
  expect(short(stale.entries)).toEqual(['file /a.txt'])
  expect(short((await changes(stale.cursor)).entries)).toEqual(['file /b.txt'])
})

test('longpoll answers as soon as something changes, and after its time when nothing does', async () => {
  const { cursor } = await list({ path: '', recursive: true })
  const waiting = sdk.filesListFolderLongpoll({ cursor, timeout: 480 })
  await put('/a.txt')
  expect((await waiting).result.changes).toBe(true)
  const { cursor: now } = await changes(cursor)
  await dropbox.control('PUT', 'switches', { longpoll_cap_ms: 20 })
  expect((await sdk.filesListFolderLongpoll({ cursor: now })).result.changes).toBe(false)
})

test('parents can come with unreliable spelling, the last component never', async () => {
  await put('/Qonto/Main/A.txt')
  await dropbox.control('PUT', 'switches', { display_parents_lowered: true })
  expect((await sdk.filesGetMetadata({ path: '/qonto/main/a.txt' })).result.path_display).toBe('/qonto/main/A.txt')
})

test('what was deleted for good is told as gone, and nothing of it can be restored', async () => {
  const { rev } = await put('/a/b.txt')
  const { rev: other } = await put('/a/c.txt')
  const { cursor } = await list({ path: '', recursive: true })
  await user('purge', '/a/b.txt')
  await user('delete', '/a')
  await user('purge', '/a')
  expect(short((await changes(cursor)).entries)).toEqual(expect.arrayContaining(['deleted /a']))
  await expect(sdk.filesGetMetadata({ path: '/a/c.txt', include_deleted: true })).rejects.toMatchObject({ status: 409 })
  await expect(sdk.filesRestore({ path: '/a/b.txt', rev })).rejects.toMatchObject({ status: 409 })
  await expect(sdk.filesRestore({ path: '/a/c.txt', rev: other })).rejects.toMatchObject({ status: 409 })
  await expect(user('restore', '/a')).rejects.toThrow('404')
})

test.each(['kept', 'new'])('a folder that becomes shared is told as gone and as there again, with ids that are %s', async (ids) => {
  const { id, rev } = await put('/Qonto/Main/a.txt')
  const { cursor } = await list({ path: '', recursive: true })
  await dropbox.control('PUT', 'switches', { shared_ids: ids })
  await user('share', '/Qonto')
  const { entries, cursor: next } = await changes(cursor)
  expect(short(entries)).toEqual(['deleted /Qonto', 'deleted /Qonto/Main', 'deleted /Qonto/Main/a.txt', 'folder /Qonto', 'folder /Qonto/Main', 'file /Qonto/Main/a.txt'])
  const [folder, file] = [(await sdk.filesGetMetadata({ path: '/Qonto' })).result, (await sdk.filesGetMetadata({ path: '/qonto/main/a.txt' })).result]
  expect(folder).toMatchObject({ sharing_info: { shared_folder_id: expect.stringMatching(/^\d+$/) } })
  expect(file).toMatchObject({ rev, sharing_info: { parent_shared_folder_id: (folder as { shared_folder_id?: string }).shared_folder_id } })
  expect((file as files.FileMetadataReference).id === id).toBe(ids === 'kept')
  await dropbox.restart()
  await user('unshare', '/Qonto')
  sdk = await dropbox.sdk(PERSONAL)
  expect((await sdk.filesGetMetadata({ path: '/Qonto' })).result).not.toHaveProperty('sharing_info')
  expect((await changes(next)).entries).toHaveLength(6)
})

test('calls beyond those of a minute are refused with the time to wait, for this account alone', async () => {
  const other = await dropbox.sdk('office@acme.example.com')
  await dropbox.control('PUT', 'switches', { calls_per_minute: 2 })
  await list({ path: '' })
  await list({ path: '' })
  const refused = await sdk.filesListFolder({ path: '' }).catch((thrown: unknown) => thrown)
  expect(refused).toMatchObject({ status: 429, error: { error: { reason: { '.tag': 'too_many_requests' }, retry_after: expect.any(Number) } } })
  await other.filesListFolder({ path: '' })
})
