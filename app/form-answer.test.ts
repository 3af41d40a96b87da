import { expect, test } from 'vitest'
import { answerOf, textOf } from './form-answer'

test('a refusal stands at the field that its code concerns, and what was typed comes back', () => {
  expect(answerOf({ ok: false, code: 'name_missing' }, { field: 'name', fieldCodes: ['name_missing'], values: { name: ' ' } })).toMatchObject({ field: 'name', values: { name: ' ' } })
  expect(answerOf({ ok: false, code: 'unexpected', errorId: 'e1' }, { field: 'name', fieldCodes: ['name_missing'] })).toMatchObject({ code: 'unexpected', field: undefined, errorId: 'e1' })
})

test('a file where text belongs counts as nothing', () => {
  const form = new FormData()
  form.set('name', new File(['x'], 'x.txt'))
  expect([textOf(form, 'name'), textOf(form, 'other')]).toEqual(['', ''])
})
