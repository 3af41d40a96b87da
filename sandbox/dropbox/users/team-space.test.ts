import { beforeAll, expect, test } from 'vitest'
import { aDropbox, BUSINESS, PERSONAL } from '../testing/a-dropbox'

const dropbox = await aDropbox()
const MEMBER = 'robin@team.example.com'
let root = ''

interface Account { root_info: { '.tag': string; root_namespace_id: string; home_namespace_id: string; home_path?: string } }

const rootInfo = async (email: string): Promise<Account['root_info']> => (await (await dropbox.sdk(email)).usersGetCurrentAccount()).result.root_info as Account['root_info']
const header = (value: object): string => JSON.stringify(value)

beforeAll(async () => {
  await dropbox.control('POST', 'accounts', { email: MEMBER, name: 'Robin Member', kind: 'team' })
  await dropbox.control('POST', 'accounts', { email: 'sam@team.example.com', name: 'Sam Other', kind: 'team' })
  root = (await rootInfo(MEMBER)).root_namespace_id
})

test('only members of a team space have a root of their own kind', async () => {
  expect(await rootInfo(MEMBER)).toMatchObject({ '.tag': 'team', home_path: '/Robin Member' })
  for (const email of [PERSONAL, BUSINESS]) {
    const info = await rootInfo(email)
    expect([info['.tag'], info.root_namespace_id === info.home_namespace_id]).toEqual(['user', true])
  }
})

test('without the header a member writes into the own folder, with it into the team space', async () => {
  const home = await dropbox.sdk(MEMBER)
  const team = await dropbox.sdk(MEMBER, { pathRoot: header({ '.tag': 'root', root }) })
  await home.filesUpload({ path: '/Qonto/own.txt', contents: 'own' })
  const shared = (await team.filesUpload({ path: '/Qonto/shared.txt', contents: 'shared' })).result
  expect(shared.sharing_info).toMatchObject({ parent_shared_folder_id: root })
  expect((await home.filesListFolder({ path: '', recursive: true })).result.entries.map((entry) => entry.path_display)).toEqual(['/Qonto', '/Qonto/own.txt'])
  const all = (await team.filesListFolder({ path: '', recursive: true })).result
  expect(all.entries.map((entry) => entry.path_display).sort()).toEqual(['/Qonto', '/Qonto/shared.txt', '/Robin Member', '/Robin Member/Qonto', '/Robin Member/Qonto/own.txt'])
  const colleague = await dropbox.sdk('sam@team.example.com', { pathRoot: header({ '.tag': 'namespace_id', namespace_id: root }) })
  expect((await colleague.filesGetMetadata({ path: '/qonto/shared.txt' })).result.path_display).toBe('/Qonto/shared.txt')
  await home.filesMoveV2({ from_path: '/Qonto/own.txt', to_path: `ns:${root}/Qonto/given.txt` })
  const changes = (await team.filesListFolderContinue({ cursor: all.cursor })).result
  expect(changes.entries.map((entry) => `${entry['.tag']} ${entry.path_display}`).sort()).toEqual(['deleted /Robin Member/Qonto/own.txt', 'file /Qonto/given.txt'])
})

test('a wrong root is a 422 that names the right one, a foreign namespace is a 422 no_permission', async () => {
  const wrong = await dropbox.sdk(MEMBER, { pathRoot: header({ '.tag': 'root', root: '1' }) })
  await expect(wrong.filesListFolder({ path: '' })).rejects.toMatchObject({ status: 422, error: { error: { '.tag': 'invalid_root', invalid_root: { root_namespace_id: root } } } })
  const foreign = await dropbox.sdk(PERSONAL, { pathRoot: header({ '.tag': 'namespace_id', namespace_id: root }) })
  await expect(foreign.filesListFolder({ path: '' })).rejects.toMatchObject({ status: 422, error: { error: { '.tag': 'no_permission' } } })
})

test('a personal account sent with its own root behaves normally', async () => {
  const { root_namespace_id } = await rootInfo(PERSONAL)
  const own = await dropbox.sdk(PERSONAL, { pathRoot: header({ '.tag': 'root', root: root_namespace_id }) })
  expect((await own.filesUpload({ path: '/a.txt', contents: 'a' })).result.path_display).toBe('/a.txt')
})

test('a team may keep the top of its space to its admins', async () => {
  await dropbox.control('POST', 'accounts', { email: MEMBER, top_level_content_policy: 'admin_only' })
  const team = await dropbox.sdk(MEMBER, { pathRoot: header({ '.tag': 'root', root }) })
  await expect(team.filesCreateFolderV2({ path: '/New' })).rejects.toMatchObject({ error: { error: { path: { '.tag': 'no_write_permission' } } } })
})

test('a team shares its space, and a member can have a limit inside it', async () => {
  await dropbox.control('POST', 'accounts', { email: MEMBER, quota: 1000, member_quota: 20 })
  const home = await dropbox.sdk(MEMBER)
  const { allocation } = (await home.usersGetSpaceUsage()).result
  expect(allocation).toMatchObject({ '.tag': 'team', allocated: 1000, user_within_team_space_allocated: 20, user_within_team_space_limit_type: { '.tag': 'stop_sync' } })
  await expect(home.filesUpload({ path: '/big.txt', contents: 'x'.repeat(30) })).rejects.toMatchObject({ error: { error: { reason: { '.tag': 'insufficient_space' } } } })
})

test('a team that used up its upload calls is refused with 403, reading goes on', async () => {
  await dropbox.control('PUT', 'switches', { transport_calls_left: 1 })
  const business = await dropbox.sdk(BUSINESS)
  await business.filesUpload({ path: '/1.txt', contents: '1' })
  await expect(business.filesUpload({ path: '/2.txt', contents: '2' })).rejects.toMatchObject({ status: 403, error: { error: { '.tag': 'invalid_account_type' }, user_message: { locale: 'en' } } })
  expect((await business.filesListFolder({ path: '' })).result.entries).toHaveLength(1)
})
