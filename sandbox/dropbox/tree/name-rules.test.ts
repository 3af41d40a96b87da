import { expect, test } from 'vitest'
import { aDropbox, PERSONAL } from '../testing/a-dropbox'
import { lowerPath } from './lower-path'
import { nameProblem } from './name-problem'

test.each([
  ['back\\slash', 'malformed_path'], ['nul\u0000', 'malformed_path'], ['del\u007f', 'malformed_path'], ['trailing ', 'malformed_path'],
  ['.', 'malformed_path'], ['..', 'malformed_path'], ['', 'malformed_path'], ['x'.repeat(256), 'malformed_path'], ['😀'.repeat(128), 'malformed_path'],
  ['Desktop.ini', 'disallowed_name'], ['THUMBS.DB', 'disallowed_name'], ['.DS_Store', 'disallowed_name'], ['Icon\r', 'disallowed_name'],
  ['.dropbox', 'disallowed_name'], ['.dropbox.attr', 'disallowed_name'], ['.dropbox.cache', 'disallowed_name'],
  ['x'.repeat(255), null], ['😀'.repeat(127), null], ['a<b>c:d"e|f?g*', null], ['period.', null], [' leading', null], ['~$temporary', null], ['...', null],
])('the name %j: %s', (name, problem) => {
  expect(nameProblem(name, false)).toBe(problem)
})

test('emoji are refused only under the old rule', () => {
  expect(nameProblem('smile 😀', true)).toBe('malformed_path')
  expect(nameProblem('accent é', true)).toBeNull()
})

test('lower-casing has no final-sigma rule and leaves letters outside the BMP alone', () => {
  expect(lowerPath('/ΣΑΣ/ÉCLAIR')).toBe('/σασ/éclair')
  expect(lowerPath('/\u{10400}')).toBe('/\u{10400}')
})

test('names are stored in NFC, and a look-up in NFD finds nothing', async () => {
  const dropbox = await aDropbox()
  const sdk = await dropbox.sdk(PERSONAL)
  const nfd = '/reçu'.normalize('NFD')
  const { result } = await sdk.filesUpload({ path: nfd, contents: 'x' })
  expect(result.path_display).toBe('/reçu'.normalize('NFC'))
  await expect(sdk.filesGetMetadata({ path: nfd })).rejects.toMatchObject({ error: { error: { path: { '.tag': 'not_found' } } } })
  expect((await sdk.filesGetMetadata({ path: '/REÇU'.normalize('NFC') })).result.name).toBe('reçu'.normalize('NFC'))
})
