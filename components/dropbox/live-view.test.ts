import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import type { ConnectionView } from '@/lib/connections/present'
import type { ExportTotals, ProgressView, RunView } from '@/lib/exports/present'
import { formatFor } from '@/lib/i18n/format'
import connect from '@/messages/en/connect.json'
import errors from '@/messages/en/errors.json'
import { secondsLeft, toLiveView } from './live-view'

const present = new Date('2026-11-23T19:18:00Z')

const connection: ConnectionView = {
  id: 'c',
  state: 'active',
  authenticationName: 'Bookkeeping',
  dropbox: { name: 'Camille', email: 'camille@example.com', team: null },
  connectedBy: 'Alix',
  connectedAt: '2026-11-01T09:00:00Z',
  startAt: '2025-08-31T22:00:00Z',
  rootPath: '/Qonto',
  space: null,
  problem: null,
  problemSince: null,
  missingBytes: null,
  verifiedAt: '2026-11-23T13:02:00Z',
  reconciledAt: null,
}

const run: RunView = {
  id: 'r', trigger: 'daily', state: 'running', phase: 'upload', outcome: null, problem: null, missingBytes: null, requestedBy: null,
  requestedAt: '2026-11-23T19:17:00Z', startedAt: '2026-11-23T19:17:00Z', endedAt: null,
  planned: 100, plannedBytes: 1000, uploaded: 30, uploadedBytes: 300, adopted: 0, failed: 0, returned: 0, tombstoned: 0,
}

function view(totals: Partial<ExportTotals>, given: { badge: Parameters<typeof toLiveView>[0]['badge']; current?: RunView; missing?: number; connection?: Partial<ConnectionView>; nextRunAt?: string }) {
  const all = { qualifying: 0, done: 0, doneBytes: 0, owed: 0, owedBytes: 0, fresh: 0, failing: 0, tombstoned: 0, changed: 0, copies: { done: 0, owed: 0, fresh: 0, failing: 0 }, ...totals }
  const progress: ProgressView = { totals: all, current: given.current ?? null, last: null, toRefile: null, nextRunAt: given.nextRunAt ?? '2026-11-23T22:30:00Z', timeZone: 'Europe/Paris' }
  return toLiveView({
    connection: { ...connection, ...given.connection },
    progress,
    badge: given.badge,
    missing: given.missing ?? 0,
    present,
    t: createTranslator({ locale: 'en', messages: { connect }, namespace: 'connect', timeZone: 'Europe/Paris' }) as never,
    errors: createTranslator({ locale: 'en', messages: { errors }, namespace: 'errors' }) as never,
    format: formatFor('en', 'Europe/Paris'),
  })
}

test('a complete export says that all are there, since when, and when it was checked', () => {
  const shown = view({ done: 152, doneBytes: 45_000_000 }, { badge: 'up_to_date' })
  expect(shown.headline).toBe('All 152 receipts since 1 Sept 2025 are in Dropbox')
  expect(shown.details).toEqual(['Checked today at 14:02.'])
  expect(shown.count).toMatchObject({ done: 152, total: 152, text: '152 of 152', hint: '45\u00a0MB' })
})

test('receipts that came after the last export are named beside what was checked, and nothing is called late', () => {
  const shown = view({ done: 152, owed: 3, fresh: 3 }, { badge: 'up_to_date' })
  expect(shown.headline).toBe('All 152 receipts checked today at 14:02 are in Dropbox')
  expect(shown.details).toEqual(['3 new ones follow today 23:30, Europe/Paris.'])
  expect(shown.count.text).toBe('152 of 155')
})

test('without a start date it says all, without a date', () => {
  expect(view({ done: 1 }, { badge: 'up_to_date', connection: { startAt: '1970-01-01T00:00:00Z' } }).headline).toBe('The one receipt is in Dropbox')
})

test('kept away receipts are named but count neither as done nor as missing', () => {
  const shown = view({ done: 10, tombstoned: 3 }, { badge: 'up_to_date' })
  expect(shown.count.text).toBe('10 of 10')
  expect(shown.details).toContain('3 more receipts stay away because their folder was deleted in Dropbox.')
})

test('while people are asked about a mass deletion, what is gone does not count as there', () => {
  const shown = view({ done: 148, doneBytes: 43_000_000 }, { badge: 'paused', missing: 147 })
  expect(shown).toMatchObject({ headline: 'Deletions wait for your answer', count: { done: 1, total: 148, text: '1 of 148', hint: null } })
})

test('while it runs it shows how many of how many, the bytes and the time left', () => {
  const shown = view({ done: 30, doneBytes: 3_000_000, owed: 70, owedBytes: 7_000_000 }, { badge: 'exporting', current: run })
  expect(shown).toMatchObject({ headline: 'Copying receipts to Dropbox', isRunning: true, count: { text: '30 of 100', hint: '3\u00a0MB of 10\u00a0MB · about 2 mins left' } })
})

test('before anything is counted it never claims "0 of 0"', () => {
  expect(view({}, { badge: 'exporting', current: { ...run, phase: 'inventory' } }).count).toMatchObject({ text: '', unit: 'Counting receipts …' })
})

test('trouble that passes by itself says so and asks for nothing', () => {
  const shown = view({ done: 1, owed: 2 }, { badge: 'delayed', connection: { problem: 'dropbox_unreachable' } })
  expect(shown.headline).toBe('2 receipts are not in Dropbox yet')
  expect(shown.details).toEqual(['Dropbox cannot be reached.', 'It is tried again by itself: nothing to do.'])
})

test('revoked access is the first thing said', () => {
  expect(view({ owed: 2 }, { badge: 'reconnect_needed', connection: { state: 'needs_reconnect' } })).toMatchObject({
    headline: 'Dropbox no longer accepts our access',
    nextRun: { text: 'After you have reconnected' },
  })
})

test('the next run is named by day, time and zone', () => {
  expect(view({}, { badge: 'up_to_date' }).nextRun).toMatchObject({ text: 'in 3 hours', exact: 'today 23:30, Europe/Paris' })
  expect(view({}, { badge: 'up_to_date', nextRunAt: '2026-11-24T22:30:00Z' }).nextRun.exact).toBe('tomorrow 23:30, Europe/Paris')
})

test('time left is unknown until a few receipts show the pace', () => {
  expect(secondsLeft({ ...run, uploaded: 2 }, present)).toBeNull()
  expect(secondsLeft({ ...run, uploaded: 30 }, present)).toBeCloseTo(140)
  expect(secondsLeft({ ...run, uploaded: 100 }, present)).toBeNull()
})
