import { Dropbox } from 'dropbox'
import { expect, test } from 'vitest'
import { hashBytes } from './content/hash-bytes'
import { ROUTES } from './routes'
import { aDropbox, BUSINESS, fetchTo, PERSONAL } from './testing/a-dropbox'
import { fieldsOf } from './testing/check-shape'
import { seen } from './testing/check-reply'
import { methodName, methods } from './testing/sdk-types'

const dropbox = await aDropbox()
const bytes = (text: string): Buffer => Buffer.from(text)
const upload = (sdk: Dropbox, path: string, text = path) => sdk.filesUpload({ path, contents: bytes(text) })

/** The endpoint error of a call that must fail. */
async function failure(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await call.then(() => { throw new Error('the call succeeded') }, (reason: unknown) => reason)
  const reply = error as { status?: number; error?: { error: Record<string, unknown> } }
  if (reply.status !== 409 || !reply.error) throw error
  return reply.error.error
}

async function job(launched: { result: object }, check: (arg: { async_job_id: string }) => Promise<{ result: object }>): Promise<Record<string, unknown>> {
  const launch = launched.result as { '.tag': string; async_job_id: string }
  if (launch['.tag'] === 'complete') return launch
  for (;;) {
    const { result } = await check({ async_job_id: launch.async_job_id }) as { result: Record<string, unknown> }
    if (result['.tag'] !== 'in_progress') return result
  }
}

async function callUsersAndAuth(sdk: Dropbox): Promise<void> {
  const account = (await sdk.usersGetCurrentAccount()).result
  expect(account.email).toBe(PERSONAL)
  expect((await sdk.usersGetSpaceUsage()).result.allocation['.tag']).toBe('individual')
  await sdk.usersGetAccount({ account_id: account.account_id })
  await sdk.usersGetAccountBatch({ account_ids: [account.account_id] })
  const nobody = `dbid:${'x'.repeat(35)}`
  expect(await failure(sdk.usersGetAccount({ account_id: nobody }))).toEqual({ '.tag': 'no_account' })
  expect(await failure(sdk.usersGetAccountBatch({ account_ids: [nobody] }))).toEqual({ '.tag': 'no_account', no_account: nobody })
  await sdk.usersFeaturesGetValues({ features: [{ '.tag': 'paper_as_files' }, { '.tag': 'team_shared_dropbox' }] })
  expect(await failure(sdk.usersFeaturesGetValues({ features: [] }))).toEqual({ '.tag': 'empty_features_list' })
  expect((await sdk.checkUser({ query: 'héllo' })).result).toEqual({ result: 'héllo' })
}

async function callUploads(sdk: Dropbox): Promise<void> {
  await upload(sdk, '/up/a.txt')
  expect(await failure(upload(sdk, '/up/a.txt', 'other'))).toMatchObject({ '.tag': 'path', reason: { '.tag': 'conflict', conflict: { '.tag': 'file' } } })
  const { session_id } = (await sdk.filesUploadSessionStart({ contents: bytes('one') })).result
  await sdk.filesUploadSessionAppend({ session_id, offset: 3, contents: bytes('two') })
  await sdk.filesUploadSessionAppendV2({ cursor: { session_id, offset: 6 }, contents: bytes('three') })
  expect(await failure(sdk.filesUploadSessionAppendV2({ cursor: { session_id, offset: 0 }, contents: bytes('x') }))).toEqual({ '.tag': 'incorrect_offset', correct_offset: 11 })
  expect(await failure(sdk.filesUploadSessionAppend({ session_id: 'none', offset: 0, contents: bytes('x') }))).toEqual({ '.tag': 'not_found' })
  const wrong = { session_type: { '.tag': 'concurrent' as const }, contents: bytes('x') }
  expect(await failure(sdk.filesUploadSessionStart(wrong))).toEqual({ '.tag': 'concurrent_session_data_not_allowed' })
  const commit = { path: '/up/session.txt' }
  expect(await failure(sdk.filesUploadSessionFinish({ cursor: { session_id, offset: 5 }, commit, contents: bytes('') }))).toMatchObject({ '.tag': 'lookup_failed', lookup_failed: { correct_offset: 11 } })
  const { result } = await sdk.filesUploadSessionFinish({ cursor: { session_id, offset: 11 }, commit, contents: bytes('!') })
  expect(result).toMatchObject({ size: 12, content_hash: hashBytes(bytes('onetwothree!')) })
}

async function callBatches(sdk: Dropbox): Promise<void> {
  const { session_ids } = (await sdk.filesUploadSessionStartBatch({ num_sessions: 3 })).result
  const entries = session_ids.slice(0, 2).map((session_id) => ({ cursor: { session_id, offset: 0 }, length: 3, close: true }))
  const appended = (await sdk.filesUploadSessionAppendBatch({ entries: [...entries, { cursor: { session_id: 'none', offset: 0 }, length: 0 }], contents: bytes('abcdef') })).result
  expect(appended.entries.map((entry) => entry['.tag'])).toEqual(['success', 'success', 'failure'])
  expect(await failure(sdk.filesUploadSessionAppendBatch({ entries, contents: bytes('abc') }))).toEqual({ '.tag': 'length_mismatch' })
  const finishing = session_ids.map((session_id, index) => ({ cursor: { session_id, offset: 3 }, commit: { path: `/batch/${index}.txt` } }))
  const finished = (await sdk.filesUploadSessionFinishBatchV2({ entries: finishing })).result
  expect(finished.entries.map((entry) => entry['.tag'])).toEqual(['success', 'success', 'failure'])
  const launched = await sdk.filesUploadSessionFinishBatch({ entries: finishing })
  expect((await job(launched, (arg) => sdk.filesUploadSessionFinishBatchCheck(arg)))['.tag']).toBe('complete')
  expect(await failure(sdk.filesUploadSessionFinishBatchCheck({ async_job_id: 'none' }))).toEqual({ '.tag': 'invalid_async_job_id' })
}

async function callFolders(sdk: Dropbox): Promise<void> {
  await sdk.filesCreateFolderV2({ path: '/f/one' })
  expect(await failure(sdk.filesCreateFolderV2({ path: '/F/ONE' }))).toEqual({ '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': 'folder' } } })
  await sdk.filesCreateFolder({ path: '/f/two' })
  expect(await failure(sdk.filesCreateFolder({ path: '/up/a.txt/x' }))).toEqual({ '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': 'file_ancestor' } } })
  await sdk.filesCreateFolderBatch({ paths: ['/f/three', '/f/two'] })
  await job(await sdk.filesCreateFolderBatch({ paths: ['/f/four', '/f/bad\\name'], force_async: true }), (arg) => sdk.filesCreateFolderBatchCheck(arg))
  expect(await failure(sdk.filesCreateFolderBatchCheck({ async_job_id: 'none' }))).toEqual({ '.tag': 'invalid_async_job_id' })
  await sdk.filesMoveV2({ from_path: '/f/two', to_path: '/f/moved' })
  await sdk.filesMove({ from_path: '/f/moved', to_path: '/f/two' })
  await sdk.filesCopyV2({ from_path: '/up', to_path: '/f/copy' })
  await sdk.filesCopy({ from_path: '/up/a.txt', to_path: '/f/copy.txt' })
  const none = { '.tag': 'from_lookup', from_lookup: { '.tag': 'not_found' } }
  const missing = { from_path: '/none', to_path: '/f/x' }
  const refused = [sdk.filesMoveV2(missing), sdk.filesMove(missing), sdk.filesCopyV2(missing), sdk.filesCopy(missing)].map(failure)
  for (const error of await Promise.all(refused)) expect(error).toEqual(none)
  await sdk.filesMoveBatchV2({ entries: [{ from_path: '/f/copy.txt', to_path: '/f/c.txt' }, missing] })
  await sdk.filesCopyBatchV2({ entries: [{ from_path: '/f/c.txt', to_path: '/f/d.txt' }, missing] })
  const many = Array.from({ length: 30 }, (_unused, index) => ({ from_path: '/f/c.txt', to_path: `/f/n${index}.txt` }))
  await job(await sdk.filesCopyBatchV2({ entries: many }), (arg) => sdk.filesCopyBatchCheckV2(arg))
  await job(await sdk.filesMoveBatchV2({ entries: many.map(({ to_path }) => ({ from_path: to_path, to_path: `${to_path}.moved` })) }), (arg) => sdk.filesMoveBatchCheckV2(arg))
  expect(await failure(sdk.filesCopyBatchCheckV2({ async_job_id: 'none' }))).toEqual({ '.tag': 'invalid_async_job_id' })
  expect(await failure(sdk.filesMoveBatchCheckV2({ async_job_id: 'none' }))).toEqual({ '.tag': 'invalid_async_job_id' })
}

async function callReads(sdk: Dropbox): Promise<void> {
  await sdk.filesGetMetadata({ path: '/up/a.txt' })
  expect(await failure(sdk.filesGetMetadata({ path: '/none' }))).toEqual({ '.tag': 'path', path: { '.tag': 'not_found' } })
  const first = (await sdk.filesListFolder({ path: '', recursive: true, limit: 3 })).result
  expect(first.has_more).toBe(true)
  await sdk.filesListFolderContinue({ cursor: first.cursor })
  expect((await sdk.filesListFolderLongpoll({ cursor: first.cursor })).result.changes).toBe(true)
  await sdk.filesListFolderGetLatestCursor({ path: '/up' })
  expect(await failure(sdk.filesListFolder({ path: '/up/a.txt' }))).toEqual({ '.tag': 'path', path: { '.tag': 'not_folder' } })
  expect(await failure(sdk.filesListFolderGetLatestCursor({ path: '/none' }))).toEqual({ '.tag': 'path', path: { '.tag': 'not_found' } })
  const { result } = await sdk.filesDownload({ path: '/up/a.txt' })
  expect((result as unknown as { fileBinary: Buffer }).fileBinary.toString()).toBe('/up/a.txt')
  expect(await failure(sdk.filesDownload({ path: '/up' }))).toEqual({ '.tag': 'path', path: { '.tag': 'not_file' } })
  const link = (await sdk.filesGetTemporaryLink({ path: '/up/a.txt' })).result.link
  expect(await (await fetch(link)).text()).toBe('/up/a.txt')
  expect(await failure(sdk.filesGetTemporaryLink({ path: '/none' }))).toEqual({ '.tag': 'path', path: { '.tag': 'not_found' } })
}

async function callDeletions(sdk: Dropbox): Promise<void> {
  await upload(sdk, '/gone/a.txt', 'one')
  await sdk.filesUpload({ path: '/gone/a.txt', contents: bytes('two'), mode: { '.tag': 'overwrite' } })
  const revisions = (await sdk.filesListRevisions({ path: '/gone/a.txt' })).result
  expect(revisions.entries).toHaveLength(2)
  await sdk.filesDeleteV2({ path: '/gone/a.txt' })
  expect((await sdk.filesGetMetadata({ path: '/gone/a.txt', include_deleted: true })).result['.tag']).toBe('deleted')
  await sdk.filesRestore({ path: '/gone/a.txt', rev: revisions.entries[1]?.rev ?? '' })
  expect(await failure(sdk.filesRestore({ path: '/gone/a.txt', rev: 'ffffffffff' }))).toEqual({ '.tag': 'invalid_revision' })
  expect(await failure(sdk.filesListRevisions({ path: '/gone' }))).toEqual({ '.tag': 'path', path: { '.tag': 'not_file' } })
  await sdk.filesDelete({ path: '/gone/a.txt' })
  const refused = [sdk.filesDeleteV2({ path: '/none' }), sdk.filesDelete({ path: '/none' })].map(failure)
  for (const error of await Promise.all(refused)) expect(error).toEqual({ '.tag': 'path_lookup', path_lookup: { '.tag': 'not_found' } })
  const done = await job(await sdk.filesDeleteBatch({ entries: [{ path: '/gone' }, { path: '/none' }] }), (arg) => sdk.filesDeleteBatchCheck(arg))
  expect((done.entries as { '.tag': string }[]).map((entry) => entry['.tag'])).toEqual(['success', 'failure'])
  expect(await failure(sdk.filesDeleteBatchCheck({ async_job_id: 'none' }))).toEqual({ '.tag': 'invalid_async_job_id' })
}

async function callSharing(sdk: Dropbox): Promise<void> {
  const link = (await sdk.sharingCreateSharedLinkWithSettings({ path: '/up/a.txt' })).result
  expect(await failure(sdk.sharingCreateSharedLinkWithSettings({ path: '/up/a.txt' }))).toMatchObject({ '.tag': 'shared_link_already_exists' })
  expect(await failure(sdk.sharingCreateSharedLinkWithSettings({ path: '/up', settings: { expires: '2999-01-01T00:00:00Z' } }))).toEqual({ '.tag': 'settings_error', settings_error: { '.tag': 'not_authorized' } })
  await sdk.sharingCreateSharedLinkWithSettings({ path: '/up' })
  expect((await sdk.sharingListSharedLinks({})).result.links).toHaveLength(2)
  expect(await failure(sdk.sharingListSharedLinks({ path: '/none' }))).toEqual({ '.tag': 'path', path: { '.tag': 'not_found' } })
  await sdk.sharingGetSharedLinkMetadata({ url: link.url })
  await sdk.sharingGetSharedLinkFile({ url: link.url })
  await sdk.sharingRevokeSharedLink({ url: link.url })
  const calls = [sdk.sharingGetSharedLinkMetadata({ url: link.url }), sdk.sharingGetSharedLinkFile({ url: link.url }), sdk.sharingRevokeSharedLink({ url: link.url })]
  for (const error of await Promise.all(calls.map(failure))) expect(error).toEqual({ '.tag': 'shared_link_not_found' })
}

test('every reply of every route has exactly the shape that the SDK declares for it, in success and in failure', async () => {
  const sdk = await dropbox.sdk(PERSONAL)
  await callUsersAndAuth(sdk)
  await callUploads(sdk)
  await callBatches(sdk)
  await callFolders(sdk)
  await callReads(sdk)
  await callDeletions(sdk)
  await callSharing(sdk)
  const app = new Dropbox({ clientId: 'demo-app-key', clientSecret: 'demo-app-secret', fetch: fetchTo(() => dropbox.server.url) })
  expect((await app.checkApp({ query: 'app' })).result).toEqual({ result: 'app' })
  const business = await dropbox.sdk(BUSINESS)
  expect((await business.usersGetSpaceUsage()).result.allocation['.tag']).toBe('team')
  expect((await business.usersGetCurrentAccount()).result.team?.name).toBeTruthy()
  const lists = (await sdk.filesListFolder({ path: '' })).result
  await sdk.authTokenRevoke()
  await expect(sdk.filesListFolderContinue({ cursor: lists.cursor })).rejects.toMatchObject({ status: 401, error: { error: { '.tag': 'invalid_access_token' } } })
  const notCalled = [...ROUTES.keys()].filter((route) => !seen.results.has(route) && ROUTES.get(route)?.style !== 'download')
  expect(notCalled).toEqual([])
})

test('every argument that the SDK can send is known, and no other', () => {
  for (const [name, route] of ROUTES) {
    const method = methods.get(methodName(name))
    const declared = method?.arg ? [...fieldsOf(method.arg).keys()].filter((field) => field !== 'contents') : []
    const own = Object.keys(route.arg?.fields ?? {})
    expect({ route: name, fields: own.sort() }).toEqual({ route: name, fields: declared.sort() })
  }
})
