import { expect, test } from 'vitest'

process.env.DROPBOX_WEB_URL = 'https://dropbox.example'
process.env.DROPBOX_APP_FOLDER = 'Receipts'
const { connectedAppsUrl, folderUrl, planUrl } = await import('./folder-url')
const { joinPath, pathKey } = await import('./paths')
const { shownPath } = await import('./shown-path')

test('with an App-folder app, links and texts show the place under Apps', () => {
  expect(shownPath('/Qonto')).toBe('/Apps/Receipts/Qonto')
  expect(folderUrl('/Qonto/Compte é #1')).toBe('https://dropbox.example/home/Apps/Receipts/Qonto/Compte%20%C3%A9%20%231')
  expect(planUrl()).toBe('https://dropbox.example/account/plan')
  expect(connectedAppsUrl()).toBe('https://dropbox.example/account/connected_apps')
})

test('paths that Dropbox takes for the same have the same key', () => {
  expect(pathKey('/QONTO/Cafe\u0301.PDF')).toBe(pathKey('/qonto/café.pdf'))
  expect(pathKey('/ΟΔΟΣ')).toBe(pathKey('/οδοσ'))
})

test.each([
  [['Qonto', 'Main'], '/Qonto/Main'],
  [['/Qonto/', '/Main/', 'a.pdf'], '/Qonto/Main/a.pdf'],
  [[''], ''],
  [['', 'Qonto'], '/Qonto'],
])('%j joins to %j', (parts, path) => expect(joinPath(...parts)).toBe(path))
