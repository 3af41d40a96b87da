import type { Dropbox } from 'dropbox'
import { beforeEach, expect, test } from 'vitest'
import { hashBytes } from '../content/hash-bytes'
import { aDropbox, PERSONAL } from '../testing/a-dropbox'

const dropbox = await aDropbox()
let sdk: Dropbox

beforeEach(async () => {
  await dropbox.control('POST', 'reset')
  sdk = await dropbox.sdk(PERSONAL)
})

const put = async (path: string, text: string, extra: object = {}) => (await sdk.filesUpload({ path, contents: Buffer.from(text), ...extra })).result
const paths = async (): Promise<string[]> => (await dropbox.tree(PERSONAL)).map((row) => row.path)

async function refused(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(() => 'no error', (reason: { error: { error: unknown } }) => reason.error.error)
  return error
}
const conflict = (what: string): object => ({ '.tag': 'path', reason: { '.tag': 'conflict', conflict: { '.tag': what } } })

test('content hashes are the published ones', () => {
  const zeros = Buffer.alloc(4 * 1024 * 1024 + 1)
  expect(hashBytes(Buffer.alloc(0))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(hashBytes(Buffer.from('hello'))).toBe('9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50')
  expect(hashBytes(zeros.subarray(1))).toBe('c7e946d101855255d919ef0c70718633adf77d3dfb3adeeecf5d0cb4e951be58')
  expect(hashBytes(zeros)).toBe('14a4d47f23a30177885d9820122f17d2d3a55fe63f7f5c27b95f689e0b2accd6')
})

test('missing parents are made, an existing folder keeps its spelling', async () => {
  await put('/Qonto/Main/a.txt', 'a')
  const { path_display, path_lower } = await put('/QONTO/main/B.txt', 'b')
  expect([path_display, path_lower]).toEqual(['/Qonto/Main/B.txt', '/qonto/main/b.txt'])
  expect(await paths()).toEqual(['/Qonto', '/Qonto/Main', '/Qonto/Main/B.txt', '/Qonto/Main/a.txt'])
})

test('the same bytes again change nothing in any mode, unless conflicts are strict', async () => {
  const first = await put('/a.txt', 'same')
  for (const mode of [{ '.tag': 'add' }, { '.tag': 'overwrite' }, { '.tag': 'update', update: '123456789' }]) expect(await put('/A.TXT', 'same', { mode })).toEqual(first)
  expect(await put('/a.txt', 'same', { autorename: true })).toEqual(first)
  expect(await refused(put('/a.txt', 'same', { strict_conflict: true }))).toMatchObject(conflict('file'))
})

test('different bytes: add refuses or renames, overwrite replaces under the same id', async () => {
  const first = await put('/a.txt', 'one')
  expect(await refused(put('/a.txt', 'two'))).toMatchObject(conflict('file'))
  expect((await put('/a.txt', 'two', { autorename: true })).path_display).toBe('/a (1).txt')
  const second = await put('/a.txt', 'three', { mode: { '.tag': 'overwrite' } })
  expect(second.id).toBe(first.id)
  expect(second.rev).not.toBe(first.rev)
  expect(second.rev).toMatch(/^[0-9a-f]{9,}$/)
})

test('update replaces only the revision it names', async () => {
  const first = await put('/a.txt', 'one')
  const second = await put('/a.txt', 'two', { mode: { '.tag': 'update', update: first.rev } })
  expect(second.id).toBe(first.id)
  expect(await refused(put('/a.txt', 'three', { mode: { '.tag': 'update', update: first.rev } }))).toMatchObject(conflict('file'))
  const copy = await put('/a.txt', 'three', { mode: { '.tag': 'update', update: first.rev }, autorename: true })
  expect(copy.name).toContain("'s conflicted copy")
  await sdk.filesDeleteV2({ path: '/a.txt' })
  expect(await refused(put('/a.txt', 'x', { mode: { '.tag': 'update', update: second.rev }, strict_conflict: true }))).toMatchObject(conflict('file'))
})

test('a folder at the target or a file on the way is a conflict always, and the bytes can be committed elsewhere', async () => {
  await put('/folder/a.txt', 'a')
  expect(await refused(put('/folder', 'x', { mode: { '.tag': 'overwrite' }, autorename: true }))).toMatchObject(conflict('folder'))
  const kept = await refused(put('/folder/a.txt/below.txt', 'kept'))
  expect(kept).toMatchObject(conflict('file_ancestor'))
  const { upload_session_id: session_id } = kept as { upload_session_id: string }
  const { result } = await sdk.filesUploadSessionFinish({ cursor: { session_id, offset: 4 }, commit: { path: '/elsewhere.txt' }, contents: Buffer.alloc(0) })
  expect(result.content_hash).toBe(hashBytes(Buffer.from('kept')))
})

test('a wrong content hash is refused and leaves nothing', async () => {
  expect(await refused(put('/a.txt', 'x', { content_hash: 'a'.repeat(64) }))).toEqual({ '.tag': 'content_hash_mismatch' })
  expect(await paths()).toEqual([])
})

test('the modification time of the client is stored as given', async () => {
  expect((await put('/a.txt', 'x', { client_modified: '2001-02-03T04:05:06Z' })).client_modified).toBe('2001-02-03T04:05:06Z')
})

test('a full account refuses what does not fit, also in the middle of a batch, and takes it when there is room', async () => {
  await dropbox.control('POST', 'accounts', { email: PERSONAL, quota: 25 })
  const { session_ids } = (await sdk.filesUploadSessionStartBatch({ num_sessions: 3 })).result
  const entries = session_ids.map((session_id) => ({ cursor: { session_id, offset: 0 }, length: 10, close: true }))
  await sdk.filesUploadSessionAppendBatch({ entries, contents: Buffer.from('0123456789abcdefghijABCDEFGHIJ') })
  const commits = session_ids.map((session_id, index) => ({ cursor: { session_id, offset: 10 }, commit: { path: `/${index}.txt` } }))
  const first = (await sdk.filesUploadSessionFinishBatchV2({ entries: commits })).result.entries
  expect(first.map((entry) => entry['.tag'])).toEqual(['success', 'success', 'failure'])
  expect(first[2]).toMatchObject({ failure: { '.tag': 'path', path: { '.tag': 'insufficient_space' } } })
  await dropbox.control('POST', 'accounts', { email: PERSONAL, quota: 30 })
  const again = (await sdk.filesUploadSessionFinishBatchV2({ entries: commits })).result.entries
  expect(again.map((entry) => entry['.tag'])).toEqual(['success', 'success', 'success'])
  expect((await sdk.usersGetSpaceUsage()).result.used).toBe(30)
})

test('moving keeps ids and revs, makes parents, and refuses what cannot be', async () => {
  const file = await put('/a/b/c.txt', 'c')
  await sdk.filesMoveV2({ from_path: '/a/b', to_path: '/x/y/z' })
  const moved = (await sdk.filesGetMetadata({ path: file.id })).result
  expect(moved).toMatchObject({ path_display: '/x/y/z/c.txt', rev: file.rev })
  expect(await refused(sdk.filesMoveV2({ from_path: '/x', to_path: '/x/y/inside' }))).toEqual({ '.tag': 'cant_move_folder_into_itself' })
  expect(await refused(sdk.filesMoveV2({ from_path: '/x', to_path: '/X' }))).toEqual({ '.tag': 'duplicated_or_nested_paths' })
  expect(await refused(sdk.filesMoveV2({ from_path: '/x', to_path: '/a' }))).toMatchObject({ '.tag': 'to', to: { '.tag': 'conflict' } })
  expect((await sdk.filesMoveV2({ from_path: '/x', to_path: '/a', autorename: true })).result.metadata.path_display).toBe('/a (1)')
})

test('copying gives new ids and counts against the space', async () => {
  const file = await put('/a/b.txt', '0123456789')
  const { metadata } = (await sdk.filesCopyV2({ from_path: '/a', to_path: '/b' })).result
  expect(metadata.path_display).toBe('/b')
  const copy = (await sdk.filesGetMetadata({ path: '/b/b.txt' })).result as { id?: string; content_hash?: string }
  expect([copy.id === file.id, copy.content_hash]).toEqual([false, file.content_hash])
  expect((await sdk.usersGetSpaceUsage()).result.used).toBe(20)
})

test('revisions list newest first, restore brings one back under the same id, also after a deletion', async () => {
  const one = await put('/a.txt', 'one')
  await put('/a.txt', 'two', { mode: { '.tag': 'overwrite' } })
  await sdk.filesDeleteV2({ path: '/a.txt' })
  const gone = (await sdk.filesListRevisions({ path: '/a.txt' })).result
  expect([gone.is_deleted, gone.entries.length, gone.entries[1]?.rev]).toEqual([true, 2, one.rev])
  const back = (await sdk.filesRestore({ path: '/a.txt', rev: one.rev })).result
  expect([back.id, back.content_hash]).toEqual([one.id, one.content_hash])
  expect((await sdk.filesListRevisions({ path: '/a.txt', limit: 1 })).result).toMatchObject({ is_deleted: false, has_more: true })
})

test('a revision can be restored for thirty days and not longer', async () => {
  const one = await put('/a.txt', 'one')
  await sdk.filesDeleteV2({ path: '/a.txt' })
  await dropbox.control('PUT', 'clock', { now: Date.now() + 31 * 86_400_000 })
  const later = await dropbox.sdk(PERSONAL)
  expect(await refused(later.filesRestore({ path: '/a.txt', rev: one.rev }))).toEqual({ '.tag': 'invalid_revision' })
})

test('a deleted folder and a deleted file can be told apart by their revisions', async () => {
  await put('/folder/a.txt', 'a')
  await sdk.filesDeleteV2({ path: '/folder' })
  expect(await refused(sdk.filesListRevisions({ path: '/folder' }))).toEqual({ '.tag': 'path', path: { '.tag': 'not_file' } })
  expect((await sdk.filesListRevisions({ path: '/folder/a.txt' })).result.is_deleted).toBe(true)
  expect(await refused(sdk.filesListRevisions({ path: '/never' }))).toEqual({ '.tag': 'path', path: { '.tag': 'not_found' } })
})

test('a person can rename by case alone, and restore a folder with all it held', async () => {
  const file = await put('/folder/sub/a.txt', 'a')
  await dropbox.control('POST', 'user', { account: PERSONAL, op: 'move', path: '/folder', to: '/Folder' })
  expect(await paths()).toEqual(['/Folder', '/Folder/sub', '/Folder/sub/a.txt'])
  await dropbox.control('POST', 'user', { account: PERSONAL, op: 'delete', path: '/Folder' })
  expect(await paths()).toEqual([])
  await dropbox.control('POST', 'user', { account: PERSONAL, op: 'restore', path: '/Folder' })
  expect(await paths()).toEqual(['/Folder', '/Folder/sub', '/Folder/sub/a.txt'])
  expect((await sdk.filesGetMetadata({ path: file.id })).result.path_display).toBe('/Folder/sub/a.txt')
})

test.each([['new', false], ['same', true]])('a file written again where one was deleted gets a %s id, by switch', async (value, same) => {
  await dropbox.control('PUT', 'switches', { recreated_id: value })
  const one = await put('/a.txt', 'one')
  await sdk.filesDeleteV2({ path: '/a.txt' })
  expect((await put('/a.txt', 'two')).id === one.id).toBe(same)
})

test('an app of the App-folder kind sees its own folder as the root', async () => {
  await dropbox.control('POST', 'apps', { app_key: 'folder-app', name: 'Folder App', access: 'app_folder' })
  const own = await dropbox.sdk(PERSONAL, { app_key: 'folder-app' })
  await put('/outside.txt', 'x')
  const { result } = await own.filesUpload({ path: '/Qonto/a.txt', contents: 'a' })
  expect(result.path_display).toBe('/Qonto/a.txt')
  expect(await paths()).toEqual(['/Apps', '/Apps/Folder App', '/Apps/Folder App/Qonto', '/Apps/Folder App/Qonto/a.txt', '/outside.txt'])
  const listed = (await own.filesListFolder({ path: '', recursive: true })).result
  expect(listed.entries.map((entry) => entry.path_display)).toEqual(['/Qonto', '/Qonto/a.txt'])
  await own.filesDeleteV2({ path: '/Qonto' })
  const changes = (await own.filesListFolderContinue({ cursor: listed.cursor })).result
  expect(changes.entries).toMatchObject([{ '.tag': 'deleted', path_display: '/Qonto' }])
})
