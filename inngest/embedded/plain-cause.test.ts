import { expect, test } from 'vitest'
import { toPlainCause } from './plain-cause'

test('a cause keeps its code and loses addresses, paths, keys and the stack', () => {
  const message = 'POST https://api.example.com/x?token=abc failed in /srv/app/lib/upload.js with sl.u.AFabcdefghijklmnopqrstuvwxyz\n    at upload'
  expect(toPlainCause({ name: 'AppError', code: 'dropbox_full', message, stack: 'at upload (/srv/app)' })).toEqual({
    code: 'dropbox_full',
    message: 'POST … failed in … with …',
  })
})

test('what is not an error has no cause', () => {
  expect(toPlainCause(null)).toBeNull()
  expect(toPlainCause({ code: 5 })).toEqual({ code: null, message: '' })
})
