import { expect, test } from 'vitest'
import { toCursor } from '@/lib/receipts/page-cursor'
import { readFilter } from './read-filter'

test('what an address cannot mean is ignored, so that no address breaks the page', async () => {
  const { filter } = await readFilter(Promise.resolve({ search: 'x'.repeat(300), account: ['a', 'b'], month: '9999-99', state: 'none', cursor: 'garbage' }))
  expect(Object.values(filter).filter(Boolean)).toEqual([])
})

test('what it can mean is kept', async () => {
  const cursor = toCursor({ at: new Date('2026-11-23T10:00:00Z'), id: 'r-1' })
  const { filter } = await readFilter(Promise.resolve({ search: 'hotel', account: 'a-1', month: '2026-11', state: 'waiting', cursor }))
  expect(filter).toEqual({ search: 'hotel', accountId: 'a-1', month: '2026-11', state: 'waiting', cursor })
})
