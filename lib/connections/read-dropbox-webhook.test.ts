import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readDropboxWebhook } from './read-dropbox-webhook'

const body = JSON.stringify({ list_folder: { accounts: ['dbid:one', 'dbid:two'] }, delta: { users: [1, 2] } })
const sign = (text: string, secret = 'demo-app-secret') => createHmac('sha256', secret).update(text).digest('hex')

describe('a notification of Dropbox', () => {
  test('names the accounts that changed', () => {
    expect(readDropboxWebhook(sign(body), body)).toEqual({ status: 200, accountIds: ['dbid:one', 'dbid:two'] })
  })

  test.each([
    ['without a signature', null, body],
    ['signed by somebody else', sign(body, 'another secret'), body],
    ['changed on the way', sign(body), body.replace('one', 'six')],
    ['with a cut signature', sign(body).slice(0, 20), body],
  ])('%s is refused', (_, signature, text) => expect(readDropboxWebhook(signature, text)).toEqual({ status: 403 }))

  test.each(['', 'no json', '{}', '{"list_folder":{"accounts":"dbid:one"}}'])('signed but unreadable (%j) is said to be so', (text) => {
    expect(readDropboxWebhook(sign(text), text)).toEqual({ status: 400 })
  })
})
