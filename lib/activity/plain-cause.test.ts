import { expect, test } from 'vitest'
import { plainCause } from './plain-cause'

test('a cause keeps its code and loses addresses, paths, keys and the stack', () => {
  const message = 'POST https://api.example.com/x?token=abc failed in /srv/app/lib/upload.js with sl.u.AFabcdefghijklmnopqrstuvwxyz\n    at upload'
  expect(plainCause({ name: 'AppError', code: 'dropbox_full', message, stack: 'at upload (/srv/app)' })).toEqual({
    code: 'dropbox_full',
    message: 'POST … failed in … with …',
  })
})

test('an error without a code has that of its cause', () => {
  expect(plainCause({ message: 'later', cause: { code: 'qonto_rate_limited' } })).toEqual({ code: 'qonto_rate_limited', message: 'later' })
})

test('what is not an error has no cause', () => {
  expect(plainCause(null)).toBeNull()
  expect(plainCause({ code: 5 })).toEqual({ code: null, message: '' })
})
