import { expect, test } from 'vitest'
import { evaluate, parseExpression } from './expression'

const event = { name: 'receipts/export', data: { connectionId: 'c1', nested: { id: 'x', count: 3 } } }

test.each([
  ['event.data.connectionId', 'c1'],
  ['event.data.nested.count', 3],
  [`event.data.connectionId + ":" + event.data.nested.id`, 'c1:x'],
  [`event.data.connectionId == 'c1'`, true],
  [`event.data.connectionId == "c2"`, false],
  [`'it\\'s'`, `it's`],
])('%s is %j', (text, value) => {
  expect(evaluate(text, { event })).toBe(value)
})

test.each(['event.data.missing', 'event.data.missing.deeper', `event.data.missing == 'c1'`, `'a' + event.data.nested.count`, 'event.toString'])(
  '%s has no value, as CEL reports an error', (text) => expect(evaluate(text, { event })).toBeUndefined())

test.each(['event.data.a && event.data.b', 'size(event.data)', 'event.data.a ==', '== event.data.a', 'event.data.a event.data.b', `'open`, '', 'a == b == c', 'event.data[0]'])(
  '%s is more than the runner understands', (text) => expect(parseExpression(text)).toBeNull())
