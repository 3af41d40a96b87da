import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dropbox } from 'dropbox'
import { beforeEach, expect, test } from 'vitest'
import { hashBytes } from '../content/hash-bytes'
import { aDropbox, PERSONAL } from '../testing/a-dropbox'

const MIB = 1024 * 1024
const dropbox = await aDropbox()
let sdk: Dropbox

beforeEach(async () => {
  await dropbox.control('POST', 'reset')
  sdk = await dropbox.sdk(PERSONAL)
})

async function refused(call: Promise<unknown>): Promise<unknown> {
  return call.then(() => 'no error', (reason: { error: { error: unknown } }) => reason.error.error)
}

const start = async (extra: object = {}, contents = Buffer.alloc(0)): Promise<string> => (await sdk.filesUploadSessionStart({ contents, ...extra })).result.session_id
const append = (session_id: string, offset: number, contents: Buffer, extra: object = {}): Promise<unknown> => sdk.filesUploadSessionAppendV2({ cursor: { session_id, offset }, contents, ...extra })
const finish = async (session_id: string, offset: number, path: string) => (await sdk.filesUploadSessionFinish({ cursor: { session_id, offset }, commit: { path }, contents: Buffer.alloc(0) })).result

test('pieces of any size make one file with the right hash, each with its own content hash', async () => {
  const data = randomBytes(9 * MIB + 77)
  const id = await start()
  const cuts = [0, 1000, 4 * MIB, 4 * MIB + 5, 8 * MIB, data.length]
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const part = data.subarray(from, cuts[index + 1])
    await append(id, from, part, { content_hash: hashBytes(part) })
  }
  const file = await finish(id, data.length, '/large.bin')
  expect([file.size, file.content_hash]).toEqual([data.length, hashBytes(data)])
  const { result } = await sdk.filesDownload({ path: '/large.bin' })
  expect((result as unknown as { fileBinary: Buffer }).fileBinary.equals(data)).toBe(true)
})

test('a piece sent twice learns the right offset, a closed session takes no more', async () => {
  const id = await start()
  await append(id, 0, Buffer.from('abc'))
  expect(await refused(append(id, 0, Buffer.from('abc')))).toEqual({ '.tag': 'incorrect_offset', correct_offset: 3 })
  await append(id, 3, Buffer.from('d'), { close: true })
  expect(await refused(append(id, 4, Buffer.from('e')))).toEqual({ '.tag': 'closed' })
  expect(await refused(append('unknown', 0, Buffer.from('e')))).toEqual({ '.tag': 'not_found' })
})

test('a piece with the wrong content hash is not added', async () => {
  const id = await start({}, Buffer.from('abc'))
  expect(await refused(append(id, 3, Buffer.from('x'), { content_hash: 'b'.repeat(64) }))).toEqual({ '.tag': 'content_hash_mismatch' })
  expect((await finish(id, 3, '/a.txt')).content_hash).toBe(hashBytes(Buffer.from('abc')))
})

test('a session dies after seven days', async () => {
  const id = await start({}, Buffer.from('abc'))
  await dropbox.control('PUT', 'clock', { now: Date.now() + 7 * 86_400_000 + 1000 })
  sdk = await dropbox.sdk(PERSONAL)
  expect(await refused(append(id, 3, Buffer.from('d')))).toEqual({ '.tag': 'not_found' })
  expect(await refused(finish(id, 3, '/a.txt'))).toEqual({ '.tag': 'lookup_failed', lookup_failed: { '.tag': 'not_found' } })
})

test('a session of another account is not found', async () => {
  const id = await start({}, Buffer.from('abc'))
  const other = await dropbox.sdk('office@acme.example.com')
  expect(await refused(other.filesUploadSessionFinish({ cursor: { session_id: id, offset: 3 }, commit: { path: '/a' }, contents: Buffer.alloc(0) }))).toMatchObject({ '.tag': 'lookup_failed' })
})

test('committing again after a lost reply gives the same file', async () => {
  const id = await start({ close: true }, Buffer.from('abc'))
  const first = await finish(id, 3, '/a.txt')
  expect(await finish(id, 3, '/a.txt')).toEqual(first)
  await dropbox.control('PUT', 'switches', { finished_session: 'gone' })
  expect(await refused(finish(id, 3, '/a.txt'))).toMatchObject({ '.tag': 'lookup_failed', lookup_failed: { '.tag': 'not_found' } })
})

test('a batch commit wants closed sessions and fails entry by entry', async () => {
  const open = await start({}, Buffer.from('abc'))
  const closed = await start({ close: true }, Buffer.from('abcd'))
  const entry = (session_id: string, offset: number, path: string) => ({ cursor: { session_id, offset }, commit: { path } })
  const { entries } = (await sdk.filesUploadSessionFinishBatchV2({ entries: [entry(open, 3, '/1'), entry(closed, 9, '/2'), entry(closed, 4, '/bad\\name'), entry(closed, 4, '/4')] })).result
  expect(entries).toMatchObject([
    { '.tag': 'failure', failure: { '.tag': 'lookup_failed', lookup_failed: { '.tag': 'not_closed' } } },
    { '.tag': 'failure', failure: { '.tag': 'lookup_failed', lookup_failed: { '.tag': 'incorrect_offset', correct_offset: 4 } } },
    { '.tag': 'failure', failure: { '.tag': 'path', path: { '.tag': 'malformed_path' } } },
    { '.tag': 'success', path_display: '/4' },
  ])
})

test('append_batch cuts its body at the lengths, checks the whole hash, and keeps entries apart', async () => {
  const { session_ids } = (await sdk.filesUploadSessionStartBatch({ num_sessions: 4 })).result
  const parts = ['', 'one', 'a somewhat longer piece', 'x'].map((text) => Buffer.from(text))
  const contents = Buffer.concat(parts)
  const entries = session_ids.map((session_id, index) => ({ cursor: { session_id, offset: index === 3 ? 5 : 0 }, length: parts[index]?.length ?? 0, close: true }))
  expect(await refused(sdk.filesUploadSessionAppendBatch({ entries, contents, content_hash: 'c'.repeat(64) }))).toEqual({ '.tag': 'content_hash_mismatch' })
  const { result } = await sdk.filesUploadSessionAppendBatch({ entries, contents, content_hash: hashBytes(contents) })
  expect(result.entries.map((entry) => entry['.tag'])).toEqual(['success', 'success', 'success', 'failure'])
  const commits = session_ids.slice(0, 3).map((session_id, index) => ({ cursor: { session_id, offset: parts[index]?.length ?? 0 }, commit: { path: `/${index}` } }))
  const done = (await sdk.filesUploadSessionFinishBatchV2({ entries: commits })).result.entries as { content_hash?: string }[]
  expect(done.map((entry) => entry.content_hash)).toEqual(parts.slice(0, 3).map(hashBytes))
})

test('a body above 150 MiB is refused as a whole', async () => {
  const reply = await fetch(`${dropbox.server.url}/2/files/upload`, {
    method: 'POST', body: Buffer.alloc(150 * MIB + 1),
    headers: { authorization: `Bearer ${(await dropbox.token(PERSONAL)).access_token}`, 'content-type': 'application/octet-stream', 'dropbox-api-arg': '{"path":"/big"}' },
  })
  expect([reply.status, await reply.json()]).toMatchObject([409, { error: { '.tag': 'payload_too_large' } }])
})

test('concurrent sessions take whole blocks in any order and miss none', async () => {
  const data = randomBytes(9 * MIB)
  const id = await start({ session_type: { '.tag': 'concurrent' } })
  expect(await refused(append(id, 5, data.subarray(0, 4 * MIB)))).toEqual({ '.tag': 'concurrent_session_invalid_offset' })
  expect(await refused(append(id, 0, data.subarray(0, 1000)))).toEqual({ '.tag': 'concurrent_session_invalid_data_size' })
  await append(id, 4 * MIB, data.subarray(4 * MIB, 8 * MIB))
  expect(await refused(finish(id, data.length, '/c.bin'))).toEqual({ '.tag': 'concurrent_session_not_closed' })
  await append(id, 0, data.subarray(0, 4 * MIB))
  await append(id, 8 * MIB, data.subarray(8 * MIB), { close: true })
  expect((await finish(id, data.length, '/c.bin')).content_hash).toBe(hashBytes(data))
  const gap = await start({ session_type: { '.tag': 'concurrent' } })
  await append(gap, 4 * MIB, Buffer.from('end'), { close: true })
  expect(await refused(finish(gap, 4 * MIB + 3, '/gap.bin'))).toEqual({ '.tag': 'concurrent_session_missing_data' })
})

test('a session goes on after a restart of the server, hash included', async () => {
  const data = randomBytes(5 * MIB)
  const id = await start({}, data.subarray(0, 3 * MIB))
  await dropbox.restart()
  await append(id, 3 * MIB, data.subarray(3 * MIB))
  expect((await finish(id, data.length, '/r.bin')).content_hash).toBe(hashBytes(data))
})

test.each([[1], [3]])('the SDK uploads a file by itself with %i connections', async (parallelUploads) => {
  const dir = mkdtempSync(join(tmpdir(), 'sdk-upload-'))
  const data = randomBytes(17 * MIB)
  writeFileSync(join(dir, 'file.bin'), data)
  const { DropboxFileUploader, fileUpload } = await import('dropbox') as unknown as {
    DropboxFileUploader: new (client: Dropbox, options: object) => { upload(source: unknown, commit: object): Promise<{ metadata: { content_hash: string } }> }
    fileUpload(path: string): Promise<unknown>
  }
  const uploader = new DropboxFileUploader(sdk, { parallelUploads, chunkSize: 4 * MIB })
  const { metadata } = await uploader.upload(await fileUpload(join(dir, 'file.bin')), { path: '/by-sdk.bin' })
  expect(metadata.content_hash).toBe(hashBytes(data))
  rmSync(dir, { recursive: true })
})
