import { describe, expect, test } from 'vitest'
import { nightsSince, newestDigest } from './nights'
import { noticesDue, type NoticeFacts, type OpenNotice } from './notices-due'

const at = (text: string) => new Date(text)
// A Thursday, noon in Paris.
const NOON = at('2026-11-26T11:00:00Z')
const quiet: NoticeFacts = {
  connectionId: 'c1', state: 'active', email: 'books@example.com', timeZone: 'Europe/Paris', digestDay: 1, connectedAt: at('2026-11-24T09:00:00Z'), problem: null, missingBytes: null,
  guard: null, isRunning: false, owed: 0, owedBytes: 0, lateSince: null, firstExportAt: null, hasReceipts: true,
}
const opened = (facts: Partial<NoticeFacts>, now = NOON) => noticesDue({ ...quiet, ...facts }, [], now).open
const causes = (facts: Partial<NoticeFacts>, now = NOON) => opened(facts, now).map(({ cause }) => cause)
/** What the rule opened, as rows. */
const rows = (facts: Partial<NoticeFacts>, now = NOON): OpenNotice[] => opened(facts, now).map((text, index) => ({ id: `n${index}`, connectionId: 'c1', ...text }))
const nothing = { open: [], close: [], update: [] }

test('a connection that works says nothing', () => {
  expect(noticesDue(quiet, [], NOON)).toEqual(nothing)
})

test.each([
  ['dropbox_reconnect', { state: 'needs_reconnect', problem: 'dropbox_reconnect' }],
  ['dropbox_full', { problem: 'dropbox_full', missingBytes: 5000 }],
  ['export_stopped', { problem: 'qonto_credentials_refused' }],
  ['mass_deletion', { guard: { missing: 80, total: 100 } }],
  ['owed_three_nights', { owed: 2, lateSince: at('2026-11-23T12:00:00Z') }],
  ['first_export', { firstExportAt: at('2026-11-26T10:00:00Z') }],
] as const)('%s is told once, stays quiet while nothing changes, and closes when healed', (cause, facts) => {
  const open = rows(facts)
  expect(open).toMatchObject([{ cause }])
  expect(noticesDue({ ...quiet, ...facts }, open, NOON)).toEqual(nothing)
  expect(noticesDue(quiet, open, NOON)).toEqual({ ...nothing, close: ['n0'] })
})

test('what may pass by itself is not told on the first night', () => {
  expect(causes({ problem: 'qonto_unreachable', lateSince: at('2026-11-25T12:00:00Z') })).toEqual([])
})

test('trouble of three nights is told, whatever it is: owed receipts, unread pages, Qonto away', () => {
  expect(causes({ problem: 'qonto_unreachable', owed: 0, lateSince: at('2026-11-23T22:29:00Z') })).toEqual(['owed_three_nights'])
  expect(causes({ problem: 'qonto_unreachable', owed: 0, lateSince: at('2026-11-23T22:31:00Z') })).toEqual([])
})

test('a run under way may still settle what is owed: nothing is opened, and nothing that is open closes', () => {
  const late = { owed: 2, lateSince: at('2026-11-23T12:00:00Z') }
  expect(causes({ ...late, isRunning: true })).toEqual([])
  expect(noticesDue({ ...quiet, ...late, isRunning: true }, rows(late), NOON)).toEqual(nothing)
})

test('a cause that a person must answer explains why receipts wait: one mail, not two', () => {
  expect(causes({ problem: 'dropbox_full', owed: 9, lateSince: at('2026-11-01T12:00:00Z') })).toEqual(['dropbox_full'])
})

test('figures of an open notice follow, without telling again', () => {
  const open = rows({ problem: 'dropbox_full', missingBytes: 5000 })
  const { update, ...rest } = noticesDue({ ...quiet, problem: 'dropbox_full', missingBytes: 7000 }, open, NOON)
  expect(rest).toEqual({ open: [], close: [] })
  expect(update).toMatchObject([{ id: 'n0', isNews: false, values: { bytes: 7000 } }])
})

test('notices of a connection that was replaced close, and the new one has its own', () => {
  const old = rows({ problem: 'dropbox_full' }).map((notice) => ({ ...notice, connectionId: 'c0' }))
  expect(noticesDue({ ...quiet, problem: 'dropbox_full' }, old, NOON)).toMatchObject({ close: ['n0'], open: [{ cause: 'dropbox_full' }], update: [] })
})

test('the first export is told within a day and shown for a week; an old one is no news', () => {
  const firstExportAt = at('2026-11-25T12:00:00Z')
  expect(causes({ firstExportAt: at('2026-11-25T10:00:00Z') })).toEqual([])
  const open = rows({ firstExportAt })
  expect(noticesDue({ ...quiet, firstExportAt }, open, at('2026-11-29T12:00:00Z'))).toEqual(nothing)
  expect(noticesDue({ ...quiet, firstExportAt, connectedAt: at('2026-12-01T12:00:00Z') }, open, at('2026-12-02T12:00:01Z')).close).toEqual(['n0'])
})

describe('the weekly digest', () => {
  const facts = { connectedAt: at('2026-11-01T12:00:00Z') }

  test('comes on Monday at 8 local time, once a week, and renews its one row', () => {
    const first = rows(facts, at('2026-11-23T07:00:00Z'))
    expect(first).toMatchObject([{ cause: 'weekly_digest', week: '2026-11-23' }])
    expect(noticesDue({ ...quiet, ...facts }, first, at('2026-11-30T06:59:59Z'))).toEqual(nothing)
    const { update } = noticesDue({ ...quiet, ...facts }, first, at('2026-11-30T07:00:00Z'))
    expect(update).toMatchObject([{ id: 'n0', isNews: true, week: '2026-11-30' }])
  })

  test('waits for a full week of the connection and for something to certify', () => {
    expect(causes({ connectedAt: at('2026-11-23T08:00:00Z') })).toEqual([])
    expect(causes({ ...facts, hasReceipts: false })).toEqual([])
  })

  test('on another weekday it comes then, and moving the day sends none for a day that has passed', () => {
    const known = rows({ connectedAt: at('2026-11-01T09:00:00Z') })
    const moved = { ...quiet, connectedAt: at('2026-11-01T09:00:00Z'), digestDay: 5 }
    expect(known).toMatchObject([{ week: '2026-11-23' }])
    expect(noticesDue(moved, known, NOON)).toEqual(nothing)
    expect(noticesDue(moved, known, at('2026-11-27T07:00:00Z')).update).toMatchObject([{ week: '2026-11-27', isNews: true }])
  })

  test.each(['Pacific/Kiritimati', 'America/St_Johns', 'Asia/Kolkata', 'Africa/Cairo'])('has exactly one Monday a week in %s through a year', (timeZone) => {
    const weeks = new Set<string>()
    let changes = 0
    for (let ms = at('2026-01-05T12:00:00Z').getTime(), last = ''; ms < at('2027-01-04T12:00:00Z').getTime(); ms += 3_600_000) {
      const { week } = newestDigest(new Date(ms), timeZone, 1)
      if (week !== last) changes += 1
      weeks.add((last = week))
    }
    expect(weeks.size).toBe(changes)
    expect(Math.abs(changes - 53)).toBeLessThanOrEqual(1)
  })
})

test('nights are counted by local half past eleven, also through a clock change', () => {
  expect(nightsSince(at('2026-10-24T21:29:00Z'), at('2026-10-25T22:31:00Z'), 'Europe/Paris')).toBe(2)
  expect(nightsSince(at('2026-10-24T21:31:00Z'), at('2026-10-25T22:31:00Z'), 'Europe/Paris')).toBe(1)
  expect(nightsSince(NOON, NOON, 'Asia/Kolkata')).toBe(0)
})
