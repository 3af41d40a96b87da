import { describe, expect, test } from 'vitest'
import { formatFor, relativeTime } from './format'

const english = formatFor('en', 'Europe/Paris')
const french = formatFor('fr', 'Europe/Paris')
const german = formatFor('de', 'Europe/Berlin')

describe('moments', () => {
  test('are shown in the zone that was asked for, on a 24-hour clock', () => {
    expect(english.moment('2026-06-30T22:30:00Z')).toBe('1 Jul 2026, 00:30')
    expect(german.moment('2026-12-31T23:30:00Z')).toBe('1. Jan. 2027, 00:30')
    expect(french.clock('2026-11-23T13:02:00Z')).toBe('14:02')
  })
  test('a date for an input is the date in the zone', () => {
    expect(english.isoDay('2026-12-31T23:30:00Z')).toBe('2027-01-01')
  })
  test('relative times say now, minutes, hours and days', () => {
    const present = '2026-11-23T12:00:00Z'
    expect(relativeTime('2026-11-23T11:59:40Z', present, 'en')).toBe('now')
    expect(relativeTime('2026-11-23T11:55:00Z', present, 'en')).toBe('5 minutes ago')
    expect(relativeTime('2026-11-23T15:12:00Z', present, 'en')).toBe('in 3 hours')
    expect(relativeTime('2026-11-22T12:00:00Z', present, 'fr')).toBe('hier')
  })
  test('a period of one month is written in words, a quarter as it is', () => {
    expect(english.period('2026-11')).toBe('November 2026')
    expect(german.period('2026-03')).toBe('März 2026')
    expect(english.period('2026-Q4')).toBe('2026-Q4')
  })
})

describe('amounts and sizes', () => {
  test('money follows the currency, also one without smaller units', () => {
    expect(english.money(123456, 'EUR')).toBe('€1,234.56')
    expect(german.money(123456, 'EUR')).toBe('1.234,56\u00a0€')
    expect(english.money(500, 'JPY')).toBe('JP¥500')
  })
  test('bytes use decimal units in the reader’s language', () => {
    expect(english.bytes(0)).toBe('0\u00a0B')
    expect(english.bytes(999)).toBe('999\u00a0B')
    expect(english.bytes(1_234_567)).toBe('1.2\u00a0MB')
    expect(french.bytes(1_234_567)).toBe('1,2\u00a0Mo')
  })
  test('durations use one or two units', () => {
    expect(english.duration(0.2)).toBe('1 sec')
    expect(english.duration(130)).toBe('2 mins')
    expect(english.duration(3 * 3600 + 12 * 60)).toBe('3 hrs 12 mins')
  })
  test('no text holds a narrow space that browsers write differently', () => {
    for (const text of [french.number(1234567), french.money(-99, 'EUR'), french.percent(0.5)]) expect(text).not.toContain('\u202f')
  })
})
