import { expect, test } from 'vitest'
import { formatFor } from '@/lib/i18n/format'
import { readChoice } from './read-choice'

const format = formatFor('en', 'Europe/Paris')
const present = new Date('2026-11-23T12:00:00Z')
const fresh = { startPreset: null, startAt: null }

test('a fresh draft proposes this month, and today for an own date', () => {
  expect(readChoice({}, fresh, format, present)).toEqual({ preset: 'month', date: '2026-11-23', time: '00:00' })
})

test('what was saved is proposed again, in the organization’s zone', () => {
  expect(readChoice({}, { startPreset: 'own', startAt: '2026-01-31T23:30:00Z' }, format, present)).toEqual({ preset: 'own', date: '2026-02-01', time: '00:30' })
})

test('the address comes first, and nonsense in it is ignored', () => {
  expect(readChoice({ preset: 'own', date: '2026-02-03', time: '04:05' }, fresh, format, present)).toEqual({ preset: 'own', date: '2026-02-03', time: '04:05' })
  expect(readChoice({ preset: ['a', 'b'], date: '2026-02-30', time: '25:00' }, fresh, format, present)).toEqual({ preset: 'month', date: '2026-11-23', time: '00:00' })
})
