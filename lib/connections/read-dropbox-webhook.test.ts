import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readDropboxWebhook } from './read-dropbox-webhook'

const body = JSON.stringify({ list_folder: { accounts: ['dbid:one', 'dbid:two'] }, delta: { users: [1, 2] } })
const SECRET = 'the secret of our app'
const sign = (text: string, secret = SECRET) => createHmac('sha256', secret).update(text).digest('hex')

describe('a notification of Dropbox', () => {
  test('names the accounts that changed', () => {
    expect(readDropboxWebhook(sign(body), body, SECRET)).toEqual({ status: 200, accountIds: ['dbid:one', 'dbid:two'] })
  })

  test.each([
    ['without a signature', null, body],
    ['signed by somebody else', sign(body, 'another secret'), body],
    ['changed on the way', sign(body), body.replace('one', 'six')],
    ['with a cut signature', sign(body).slice(0, 20), body],
  ])('%s is refused', (_, signature, text) => expect(readDropboxWebhook(signature, text, SECRET)).toEqual({ status: 403 }))

  test.each(['', 'no json', '{}', '{"list_folder":{"accounts":"dbid:one"}}'])('signed but unreadable (%j) is said to be so', (text) => {
    expect(readDropboxWebhook(sign(text), text, SECRET)).toEqual({ status: 400 })
  })

  test('proves nothing while no app is set up', () => expect(readDropboxWebhook(sign(body, ''), body, null)).toEqual({ status: 403 }))
})
