import { expect, test } from 'vitest'
import { checkFileUrl, isPublicAddress, lookupPublic } from './file-address'

const api = 'https://thirdparty.qonto.com'
const local = 'http://127.0.0.1:4020'

test.each([
  ['https://files.example.com/a?X-Amz-Expires=1800', api],
  ['https://thirdparty.qonto.com/files/1', api],
  ['https://[2606:4700::1111]/a', api],
  ['http://127.0.0.1:4020/files/1', local],
])('%s may be fetched with the API at %s', (url, apiUrl) => {
  expect(checkFileUrl(url, apiUrl).href).toBe(url)
})

test.each([
  ['http://files.example.com/a', api],
  ['https://files.example.com:8443/a', api],
  ['https://user:secret@files.example.com/a', api],
  ['ftp://files.example.com/a', api],
  ['file:///etc/passwd', api],
  ['https://127.0.0.1/a', api],
  ['https://2130706433/a', api],
  ['https://0x7f.1/a', api],
  ['https://10.1.2.3/a', api],
  ['https://169.254.169.254/latest/meta-data', api],
  ['https://localhost/a', api],
  ['https://[::1]/a', api],
  ['https://[::ffff:10.0.0.1]/a', api],
  ['https://[fd00::1]/a', api],
  ['not an address', api],
  ['https://files.example.com/a', local],
  ['http://127.0.0.1:4021/files/1', local],
  ['http://127.0.0.1:4020@files.example.com/', local],
])('%s is refused with the API at %s', (url, apiUrl) => {
  expect(() => checkFileUrl(url, apiUrl)).toThrow(expect.objectContaining({ code: 'receipt_url_refused' }))
})

test('only addresses of the public internet count as public', () => {
  const outer = ['1.1.1.1', '93.184.216.34', '2606:4700::1111', '2a00:1450::1']
  const inner = ['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.2', '169.254.1.1', '172.31.0.1', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255']
  const inner6 = ['::', '::1', '::ffff:1.1.1.1', '64:ff9b::1', 'fe80::1', 'fc00::1', 'ff02::1', '2001:db8::1', '2002:7f00:1::']
  expect(outer.filter(isPublicAddress)).toEqual(outer)
  expect([...inner, ...inner6, 'example.com', ''].filter(isPublicAddress)).toEqual([])
})

test('a host name that leads to this machine is refused when it is resolved', async () => {
  const error = await new Promise((resolve) => lookupPublic('localhost', {}, resolve))
  expect(error).toMatchObject({ code: 'receipt_url_refused' })
})
