import { describe, expect, test } from 'vitest'
import { authenticationName } from './authentication-name'
import { connectionBadge, type BadgeFacts } from './connection-badge'
import { chooseRootName, folderPart } from './root-name'
import { startMoment } from './start-moment'

describe('authentication name', () => {
  test.each([
    ['  Office  Dropbox ', 'Office Dropbox'],
    ['line\nbreak\u0000and\u200bmore', 'line break and more'],
    ['e\u0301te\u0301', 'été'],
    ['🧾'.repeat(100), '🧾'.repeat(100)],
  ])('%j is kept as %j', (given, kept) => expect(authenticationName(given)).toBe(kept))

  test.each(['', '   ', '\u0000\n\u200b'])('%j is refused as missing', (given) => {
    expect(() => authenticationName(given)).toThrow(expect.objectContaining({ code: 'name_missing' }))
  })

  test('500 characters are refused as too long', () => {
    expect(() => authenticationName('a'.repeat(500))).toThrow(expect.objectContaining({ code: 'name_too_long' }))
  })
})

describe('start', () => {
  const now = new Date('2026-11-23T23:10:00Z')
  test.each([
    ['today', 'Europe/Paris', '2026-11-23T23:00:00.000Z'],
    ['today', 'America/New_York', '2026-11-23T05:00:00.000Z'],
    ['month', 'Europe/Paris', '2026-10-31T23:00:00.000Z'],
    ['year', 'Europe/Paris', '2025-12-31T23:00:00.000Z'],
    ['everything', 'Europe/Paris', '1970-01-01T00:00:00.000Z'],
  ] as const)('%s in %s is %s', (preset, zone, expected) => expect(startMoment({ preset }, zone, now).toISOString()).toBe(expected))

  test.each([
    ['2026-03-01', '2026-02-28T23:00:00.000Z'],
    ['2026-07-01T08:30', '2026-07-01T06:30:00.000Z'],
    ['2026-07-01T08:30:00Z', '2026-07-01T08:30:00.000Z'],
    ['2026-07-01T08:30:00+05:00', '2026-07-01T03:30:00.000Z'],
    ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
  ])('an own date %s is read in the organization’s zone unless it names an offset', (startAt, expected) => {
    expect(startMoment({ preset: 'own', startAt }, 'Europe/Paris', now).toISOString()).toBe(expected)
  })

  test('a future moment is refused, the present one is not', () => {
    expect(() => startMoment({ preset: 'own', startAt: '2026-11-24T00:11' }, 'Europe/Paris', now)).toThrow(expect.objectContaining({ code: 'start_in_future' }))
    expect(startMoment({ preset: 'own', startAt: '2026-11-24T00:10' }, 'Europe/Paris', now)).toEqual(now)
  })

  test.each([undefined, '', 'yesterday', '2026-02-30', '1969-12-31', '2026-13-01T00:00Z'])('%j is refused as no date', (startAt) => {
    expect(() => startMoment({ preset: 'own', startAt }, 'Europe/Paris', now)).toThrow(expect.objectContaining({ code: 'start_invalid' }))
  })
})

describe('root folder', () => {
  test.each([
    [[], 'Qonto'],
    [['qonto'], 'Qonto - Acme'],
    [['Qonto', 'QONTO - ACME'], 'Qonto - Acme (2)'],
    [['Qonto - Other'], 'Qonto'],
  ])('with %j taken, the name is %s', (taken, expected) => expect(chooseRootName('Acme', taken)).toBe(expected))

  test.each([
    ['A/B\\C: "D" <E>|?*', 'A B C D E'],
    ['  Dots... ', 'Dots'],
    ['🧾📁', ''],
    ['x'.repeat(300), 'x'.repeat(80)],
  ])('company %j becomes %j', (name, part) => expect(folderPart(name)).toBe(part))

  test('a company without a usable name still gets a folder of its own', () => expect(chooseRootName('🧾', ['Qonto'])).toBe('Qonto (2)'))
})

describe('badge', () => {
  const calm: BadgeFacts = { connection: { state: 'active', problem: null }, hasDraft: false, isRunning: false, owed: 0, fresh: 0, failing: 0, isGuardOpen: false }
  test.each([
    ['not_connected', { connection: null }],
    ['setting_up', { connection: null, hasDraft: true }],
    ['up_to_date', {}],
    ['exporting', { isRunning: true, owed: 3 }],
    ['delayed', { owed: 3 }],
    ['delayed', { owed: 3, fresh: 2 }],
    ['up_to_date', { owed: 3, fresh: 3 }],
    ['delayed', { connection: { state: 'active', problem: 'qonto_unreachable' } }],
    ['needs_attention', { connection: { state: 'active', problem: 'dropbox_full' } }],
    ['needs_attention', { failing: 1 }],
    ['paused', { isGuardOpen: true, isRunning: true }],
    ['reconnect_needed', { connection: { state: 'needs_reconnect', problem: 'dropbox_reconnect' }, isRunning: true }],
  ] as const)('is %s for %j', (badge, facts) => expect(connectionBadge({ ...calm, ...facts })).toBe(badge))
})
