import { expect, test } from 'vitest'
import { aDropbox, BUSINESS, PERSONAL } from '../testing/a-dropbox'

const dropbox = await aDropbox()
const at = `account=${encodeURIComponent(PERSONAL)}`

const page = async (path: string): Promise<string> => (await fetch(`${dropbox.server.url}${path}`)).text()

async function press(path: string, fields: Record<string, string>): Promise<Response> {
  return fetch(`${dropbox.server.url}/home${path}?${at}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}

const paths = async (): Promise<string[]> => (await dropbox.tree(PERSONAL)).map((row) => row.path)

test('a person makes folders and files, renames, moves, deletes and restores them', async () => {
  await press('', { op: 'mkdir', to: 'Qonto' })
  await press('/Qonto', { op: 'write', to: 'Reçu & <b>.txt', text: 'bonjour' })
  const listed = await page(`/home/Qonto?${at}`)
  expect(listed).toContain('Reçu &amp; &lt;b&gt;.txt')
  expect(listed).not.toContain('<b>.txt')
  expect(await page(`/content/Qonto/${encodeURIComponent('Reçu & <b>.txt')}?${at}`)).toBe('bonjour')
  await press('/Qonto/Re%C3%A7u%20%26%20%3Cb%3E.txt', { op: 'rename', to: 'a.txt' })
  await press('/Qonto/a.txt', { op: 'move', to: '/' })
  expect(await paths()).toEqual(['/Qonto', '/a.txt'])
  await press('/a.txt', { op: 'delete' })
  expect(await page(`/home?${at}&deleted`)).toContain('Restore a.txt')
  await press('/a.txt', { op: 'restore' })
  expect(await paths()).toEqual(['/Qonto', '/a.txt'])
})

test('what cannot be done is said in a sentence, and nothing changes', async () => {
  const before = await paths()
  const reply = await press('/a.txt', { op: 'rename', to: 'Qonto' })
  expect([reply.status, (await reply.text()).includes('already something with that name')]).toEqual([409, true])
  expect((await press('/none.txt', { op: 'delete' })).status).toBe(409)
  expect((await press('/Qonto', { op: 'move', to: '/Qonto' })).status).toBe(409)
  expect(await paths()).toEqual(before)
})

test('an address without an account finds the only one that has the path, or asks', async () => {
  expect(await page('/home/Qonto')).toContain(PERSONAL)
  await dropbox.control('POST', 'user', { account: BUSINESS, op: 'mkdir', path: '/Qonto' })
  expect(await page('/home/Qonto')).toContain('Whose files?')
  expect((await fetch(`${dropbox.server.url}/home/nothing?${at}`)).status).toBe(404)
})

test('connected apps can be ended by their user', async () => {
  const { access_token, account_id } = await dropbox.token(PERSONAL)
  expect(await page('/account/connected_apps')).toContain('Receipts Demo')
  await fetch(`${dropbox.server.url}/account/connected_apps`, { method: 'POST', body: new URLSearchParams({ account: account_id, app: 'demo-app-key' }) })
  expect((await dropbox.call(access_token, 'check/user', {})).status).toBe(401)
})

test('faults can be planned and ended on their page', async () => {
  const post = (fields: Record<string, string>): Promise<Response> => fetch(`${dropbox.server.url}/_sandbox/`, { method: 'POST', body: new URLSearchParams(fields) })
  await post({ kind: 'server_error', route: 'files/list_folder', every: '1', times: '1' })
  expect(await dropbox.control('GET', 'faults')).toMatchObject([{ kind: 'server_error', route: 'files/list_folder', times: 1 }])
  expect(await page('/_sandbox/')).toContain('server_error')
  await post({ op: 'clear' })
  expect(await dropbox.control('GET', 'faults')).toEqual([])
})

test('shared and temporary links show what they point to, and stop', async () => {
  const sdk = await dropbox.sdk(BUSINESS)
  await sdk.filesUpload({ path: '/Qonto/shared.txt', contents: 'shared text' })
  const { url } = (await sdk.sharingCreateSharedLinkWithSettings({ path: '/Qonto/shared.txt', settings: { expires: '2999-01-01T00:00:00Z' } })).result
  expect(await (await fetch(url)).text()).toBe('shared text')
  const folder = (await sdk.sharingCreateSharedLinkWithSettings({ path: '/Qonto' })).result.url
  expect(await (await fetch(folder)).text()).toContain('shared.txt')
  const { link } = (await sdk.filesGetTemporaryLink({ path: '/Qonto/shared.txt' })).result
  await dropbox.control('PUT', 'clock', { now: Date.now() + 4 * 3_600_000 + 1000 })
  expect((await fetch(link)).status).toBe(410)
  await dropbox.control('PUT', 'clock', {})
  await sdk.sharingRevokeSharedLink({ url })
  expect((await fetch(url)).status).toBe(404)
})

test('buttons cannot be pressed from a page of another origin', async () => {
  const reply = await fetch(`${dropbox.server.url}/home/Qonto?${at}`, { method: 'POST', headers: { origin: 'https://example.com' }, body: new URLSearchParams({ op: 'delete' }) })
  expect(reply.status).toBe(403)
})
