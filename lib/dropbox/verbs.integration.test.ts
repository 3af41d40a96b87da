import { beforeEach, describe, expect, test } from 'vitest'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { appendBatch } from './append-batch'
import { commitBatch, type Commit } from './commit-batch'
import { contentHash } from './content-hash'
import { createFolder } from './create-folder'
import { createFolders } from './create-folders'
import { getAccount } from './get-account'
import { getEntry } from './get-entry'
import { getSpace } from './get-space'
import { latestCursor } from './latest-cursor'
import { listFolderPages, type ListingPage } from './list-folder-pages'
import { listRevisions } from './list-revisions'
import { moveEntries } from './move-entries'
import { overwriteOwnFile } from './overwrite-own-file'
import { RateGate } from './rate-gate'
import { restoreFile } from './restore-file'
import type { DropboxSession } from './session'
import { startSessions } from './start-sessions'
import { allCapabilities } from './upload-capabilities'
import { uploadFile } from './upload-file'

const dropbox = await useLocalDropbox()
let serial = 0
let account: string
let session: DropboxSession

beforeEach(async () => {
  await dropbox.faults([])
  await dropbox.control('DELETE', 'switches')
  account = `person-${++serial}@example.com`
  await dropbox.account(account)
  const { access_token } = await dropbox.tokens(account)
  session = { accessToken: async () => access_token, gate: new RateGate({ backOffMs: 1, longestBackOffMs: 20 }) }
  await dropbox.forgetCalls()
})

const receipts = (count: number, size = 2000) => Array.from({ length: count }, (_, index) => Buffer.alloc(size, `receipt ${index} of ${account} `))

/** Sends files the batched way, as an export does. */
async function upload(files: Buffer[], { capabilities = allCapabilities(), pathOf = (index: number) => `/Qonto/Main/2026-11/${index}.pdf` } = {}) {
  const ids = await startSessions(session, files.length, capabilities)
  const pieces = files.map((bytes, index) => ({ sessionId: ids[index] ?? '', offset: 0, bytes, close: true }))
  const appended = await appendBatch(session, pieces, capabilities)
  expect(appended.map(({ error }) => error)).toEqual(files.map(() => null))
  const commits = files.map((bytes, index): Commit => ({ sessionId: ids[index] ?? '', size: bytes.length, path: pathOf(index), contentHash: contentHash(bytes) }))
  return commitBatch(session, commits, capabilities)
}

const filesThere = async () => (await dropbox.tree(account)).filter((entry) => entry.kind === 'file')
async function pagesOf(pages: AsyncGenerator<ListingPage>) {
  const entries = []
  for await (const page of pages) entries.push(...page.entries)
  return entries
}

describe('a batch of receipts', () => {
  test('250 receipts take one call to begin, four to send and one to commit, and each is verified by its content hash', async () => {
    const files = receipts(250)
    const outcomes = await upload(files)
    expect(outcomes.map(({ entry }) => entry?.contentHash)).toEqual(files.map(contentHash))
    expect((await filesThere()).map((entry) => entry.content_hash).sort()).toEqual(files.map(contentHash).sort())
    expect(session.gate.counts).toMatchObject({ append: 5, commit: 1, refused: 0 })
  })

  test('an empty receipt and one above 4 MiB arrive like the others', async () => {
    const files = [Buffer.alloc(0), Buffer.alloc(5 * 1024 * 1024, 'x'), Buffer.from('small')]
    const outcomes = await upload(files)
    expect(outcomes.map(({ entry }) => entry?.size)).toEqual([0, 5 * 1024 * 1024, 5])
  })

  test.each(['drop_after', 'server_error_after', 'truncated_reply'])('replies lost after their effect (%s) neither lose nor double a receipt', async (kind) => {
    await dropbox.faults([
      { kind, route: 'files/upload_session/append_batch', times: 1 },
      { kind, route: 'files/upload_session/finish_batch_v2', times: 1 },
    ])
    const outcomes = await upload(receipts(100))
    expect(outcomes.filter(({ error }) => error)).toEqual([])
    expect(await filesThere()).toHaveLength(100)
  })

  test('a commit whose reply was lost is recognised also where Dropbox has forgotten the sessions', async () => {
    await dropbox.switches({ finished_session: 'gone' })
    await dropbox.faults([{ kind: 'drop_after', route: 'files/upload_session/finish_batch_v2', times: 1 }])
    const outcomes = await upload(receipts(5))
    expect(outcomes.filter(({ error }) => error)).toEqual([])
  })

  test('entries that fail by contention inside a successful reply are committed in a later round', async () => {
    await dropbox.faults([{ kind: 'entry_too_many_write_operations', every: 3, times: 20 }])
    const outcomes = await upload(receipts(40))
    expect(outcomes.filter(({ error }) => error)).toEqual([])
    expect(session.gate.counts.refused).toBeGreaterThan(0)
    expect(await filesThere()).toHaveLength(40)
  })

  test('with a third of all calls answered 429 everything arrives once', async () => {
    await dropbox.faults([{ kind: 'too_many_requests', every: 3, retry_after: 0 }])
    const outcomes = await upload(receipts(300))
    expect(outcomes.filter(({ error }) => error)).toEqual([])
    expect(await filesThere()).toHaveLength(300)
  })

  test('a bad name, a foreign file in the way and a good one each get their own outcome, and the foreign bytes stay', async () => {
    await dropbox.user({ account, op: 'write', path: '/Qonto/1.pdf', text: 'not ours' })
    const names = ['/Qonto/desktop.ini', '/Qonto/1.pdf', '/Qonto/2.pdf']
    const outcomes = await upload(receipts(3), { pathOf: (index) => names[index] ?? '' })
    expect(outcomes.map(({ error }) => error?.code ?? 'there')).toEqual(['dropbox_name_refused', 'dropbox_path_conflict', 'there'])
    expect((await filesThere()).find((entry) => entry.path === '/Qonto/1.pdf')?.content_hash).toBe(contentHash(Buffer.from('not ours')))
  })

  test('a full Dropbox is said for each receipt that did not fit', async () => {
    await dropbox.account(account, { quota: 5000 })
    const outcomes = await upload(receipts(4))
    expect(outcomes.map(({ error }) => error?.code ?? 'there')).toEqual(['there', 'there', 'dropbox_full', 'dropbox_full'])
  })

  test('identical bytes that are there already count as success without a second copy', async () => {
    const first = await upload(receipts(3))
    const second = await upload(receipts(3))
    expect(second.map(({ entry }) => entry?.id)).toEqual(first.map(({ entry }) => entry?.id))
    expect(await filesThere()).toHaveLength(3)
  })

  test('a server with a small head limit makes the calls smaller, not fail', async () => {
    await dropbox.switches({ header_cap: 4096 })
    const capabilities = allCapabilities()
    const outcomes = await upload(receipts(60), { capabilities })
    expect(outcomes.filter(({ error }) => error)).toEqual([])
    expect(capabilities).toMatchObject({ appendBatch: true, entriesPerAppend: 15 })
  })

  test('without the batch routes the per-file way gives the same result', async () => {
    const capabilities = { ...allCapabilities(), startBatch: false, appendBatch: false, finishBatch: false }
    const outcomes = await upload(receipts(6), { capabilities })
    expect(outcomes.filter(({ error }) => error)).toEqual([])
    expect(await filesThere()).toHaveLength(6)
  })
})

describe('one file', () => {
  test('a stream of 20 MB is sent in chunks, verified, and its reply lost on the way does no harm', async () => {
    await dropbox.faults([{ kind: 'drop_after', route: 'files/upload_session/append_v2', times: 1 }])
    const bytes = Buffer.alloc(20_000_000, 'abc')
    const parts = Array.from({ length: 20 }, (_, index) => bytes.subarray(index * 1_000_000, (index + 1) * 1_000_000))
    const entry = await uploadFile(session, { path: '/Qonto/big.pdf', stream: (async function* () { yield* parts })(), size: bytes.length })
    expect(entry).toMatchObject({ size: 20_000_000, contentHash: contentHash(bytes) })
  })

  test.each([['shorter', 9_000_000], ['longer', 11_000_000]])('a stream that is %s than declared leaves nothing behind', async (_, size) => {
    const stream = (async function* () { yield Buffer.alloc(10_000_000, 'x') })()
    const upload = uploadFile(session, { path: '/Qonto/wrong.pdf', stream, size: 20_000_000 - size })
    await expect(upload).rejects.toMatchObject({ code: 'receipt_wrong_size' })
    expect(await filesThere()).toEqual([])
  })

  test('our own file is replaced while nobody else changed it, and never after', async () => {
    const first = await uploadFile(session, { path: '/Qonto/list.csv', bytes: Buffer.from('one') })
    const second = await overwriteOwnFile(session, { path: '/Qonto/list.csv', rev: first.rev, bytes: Buffer.from('two') })
    expect(second.id).toBe(first.id)
    await dropbox.user({ account, op: 'write', path: '/Qonto/list.csv', text: 'mine' })
    const third = overwriteOwnFile(session, { path: '/Qonto/list.csv', rev: second.rev, bytes: Buffer.from('three') })
    await expect(third).rejects.toMatchObject({ code: 'dropbox_path_conflict' })
    expect((await filesThere())[0]?.content_hash).toBe(contentHash(Buffer.from('mine')))
  })
})

describe('folders and listings', () => {
  test('a folder that exists is found, with its id, by one call or by many', async () => {
    const made = await createFolder(session, '/Qonto/Main')
    expect(await createFolder(session, '/qonto/main')).toEqual(made)
    const outcomes = await createFolders(session, ['/Qonto/Main', '/Qonto/Savings', '/Qonto/a\\b'])
    expect(outcomes.map((outcome) => ('entry' in outcome ? outcome.entry.pathDisplay : outcome.error.code))).toEqual(['/Qonto/Main', '/Qonto/Savings', 'dropbox_name_refused'])
    expect(outcomes[0]).toMatchObject({ entry: { id: made.id } })
  })

  test('a file in the way of a folder is a conflict', async () => {
    await dropbox.user({ account, op: 'write', path: '/Qonto', text: 'a file' })
    await expect(createFolder(session, '/Qonto')).rejects.toMatchObject({ code: 'dropbox_path_conflict' })
  })

  test('a listing follows every page, also empty ones, and its cursor reports what changes afterwards', async () => {
    await dropbox.switches({ empty_pages: true, random_page_sizes: true })
    await upload(receipts(30))
    const entries = await pagesOf(listFolderPages(session, { path: '/Qonto', recursive: true }))
    expect(entries.filter((entry) => entry.kind === 'file')).toHaveLength(30)
    const cursor = await latestCursor(session, '/Qonto')
    await dropbox.user({ account, op: 'delete', path: '/Qonto/Main/2026-11/3.pdf' })
    expect(await pagesOf(listFolderPages(session, { cursor }))).toMatchObject([{ kind: 'deleted', pathLower: '/qonto/main/2026-11/3.pdf' }])
  })

  test('an expired and an unreadable cursor both mean to list again, a missing folder is said', async () => {
    await createFolder(session, '/Qonto')
    const cursor = await latestCursor(session, '/Qonto')
    await dropbox.faults([{ kind: 'cursor_reset', times: 1 }])
    await expect(pagesOf(listFolderPages(session, { cursor }))).rejects.toMatchObject({ code: 'dropbox_cursor_reset' })
    await expect(pagesOf(listFolderPages(session, { cursor: 'nonsense' }))).rejects.toMatchObject({ code: 'dropbox_cursor_reset' })
    await expect(pagesOf(listFolderPages(session, { path: '/nowhere', recursive: true }))).rejects.toMatchObject({ code: 'dropbox_not_found' })
  })

  test('absence is believed when Dropbox says it twice, and an outage is never absence', async () => {
    await uploadFile(session, { path: '/Qonto/here.pdf', bytes: Buffer.from('here') })
    await dropbox.faults([{ kind: 'not_found', route: 'files/get_metadata', times: 1 }])
    expect(await getEntry(session, '/Qonto/here.pdf')).toMatchObject({ kind: 'file', size: 4 })
    expect(await getEntry(session, '/Qonto/gone.pdf')).toBeNull()
    await dropbox.faults([{ kind: 'server_error', route: 'files/get_metadata' }])
    await expect(getEntry(session, '/Qonto/gone.pdf')).rejects.toMatchObject({ code: 'dropbox_unreachable' })
  })

  test('a moved file keeps its id, a deleted one can be told from a deleted folder and be restored', async () => {
    const file = await uploadFile(session, { path: '/Qonto/Main/a.pdf', bytes: Buffer.from('a') })
    const move = { id: file.id, from: '/Qonto/Main/a.pdf', to: '/Qonto/Other/b.pdf' }
    const moved = { entry: { id: file.id, pathDisplay: '/Qonto/Other/b.pdf' }, error: null }
    expect(await moveEntries(session, [move, { id: 'id:none', from: '/Qonto/none.pdf', to: '/Qonto/Other/c.pdf' }])).toMatchObject([moved, { error: { code: 'dropbox_not_found' } }])
    expect(await moveEntries(session, [move])).toMatchObject([moved])
    await dropbox.user({ account, op: 'delete', path: '/Qonto/Other/b.pdf' })
    const revisions = await listRevisions(session, '/Qonto/Other/b.pdf')
    expect(revisions).toMatchObject({ kind: 'file', isDeleted: true })
    const rev = revisions.kind === 'file' ? (revisions.entries[0]?.rev ?? '') : ''
    expect(await restoreFile(session, { path: '/Qonto/Other/b.pdf', rev })).toMatchObject({ size: 1 })
    await dropbox.user({ account, op: 'delete', path: '/Qonto/Other' })
    expect(await listRevisions(session, '/Qonto/Other')).toEqual({ kind: 'folder' })
  })
})

describe('the account', () => {
  test('its owner, kind and space are known', async () => {
    await dropbox.account(account, { quota: 1000 })
    expect(await getAccount(session)).toMatchObject({ email: account, kind: 'basic', team: null })
    expect(await getSpace(session)).toEqual({ used: 0n, allocated: 1000n })
  })

  test('a refused token is replaced once and the call repeated', async () => {
    const { access_token } = await dropbox.tokens(account)
    const asked: (string | undefined)[] = []
    const stale = { ...session, accessToken: async ({ refused }: { refused?: string } = {}) => { asked.push(refused); return refused ? access_token : 'sl.nonsense' } }
    expect(await getAccount(stale)).toMatchObject({ email: account })
    expect(asked).toEqual([undefined, 'sl.nonsense'])
  })

  test('a missing scope asks for a person, a suspended account stops everything', async () => {
    await dropbox.faults([{ kind: 'missing_scope', times: 1 }])
    let isTold = false
    const told = { ...session, onReconnect: async () => { isTold = true } }
    await expect(getAccount(told)).rejects.toMatchObject({ code: 'dropbox_reconnect' })
    expect(isTold).toBe(true)
    await dropbox.faults([{ kind: 'user_suspended', times: 1 }])
    await expect(getAccount(session)).rejects.toMatchObject({ code: 'dropbox_blocked', next: 'stop_all' })
  })
})
