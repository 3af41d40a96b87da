import { ERROR_CODES, type ErrorCode } from '@/lib/errors'
import { newestDigest, nightsSince } from './nights'
import type { NoticeCause, NoticeValues } from './present'

/** What is known of one live connection at this moment. */
export type NoticeFacts = {
  connectionId: string
  state: 'active' | 'needs_reconnect'
  email: string
  timeZone: string
  /** Weekday of the digest, 1 is Monday. */
  digestDay: number
  connectedAt: Date
  problem: ErrorCode | null
  missingBytes: number | null
  /** The mass-deletion guard's question while it waits for an answer. */
  guard: { missing: number; total: number } | null
  isRunning: boolean
  owed: number
  owedBytes: number
  /** Since when the copy has not been complete: an owed receipt, a page of Qonto that could not be read, or trouble of the whole run. */
  lateSince: Date | null
  /** End of the first run that left nothing over but receipts with a cause of their own. */
  firstExportAt: Date | null
  hasReceipts: boolean
}

export type OpenNotice = { id: string; cause: NoticeCause; connectionId: string; values: NoticeValues; week?: string | undefined }
export type NoticeText = { cause: NoticeCause; values: NoticeValues; week?: string | undefined }
export type NoticeChanges = {
  open: NoticeText[]
  close: string[]
  /** Still open with other figures; with `isNews` people are told once more. */
  update: (NoticeText & { id: string; isNews: boolean })[]
}

const NIGHTS = 3
const DAY_MS = 86_400_000

/**
 * Which notices of a connection open, close and change. One for a cause; it says nothing more while it is open. Notices of another
 * connection of the organization close: nobody can act on them any more.
 */
export function noticesDue(facts: NoticeFacts, open: OpenNotice[], now: Date): NoticeChanges {
  const ours = open.filter((notice) => notice.connectionId === facts.connectionId)
  const due = dueNow(facts, new Set(ours.map(({ cause }) => cause)), now)
  const before = new Map(ours.map((notice) => [notice.cause, notice]))
  const wanted = new Set(due.map(({ cause }) => cause))
  return {
    open: due.filter(({ cause }) => !before.has(cause)),
    close: open.filter((notice) => notice.connectionId !== facts.connectionId || !wanted.has(notice.cause)).map(({ id }) => id),
    update: due.flatMap((text) => {
      const old = before.get(text.cause)
      return old && isOther(old, text) ? [{ ...text, id: old.id, isNews: (text.week ?? '') > (old.week ?? '') }] : []
    }),
  }
}

/** A digest of an earlier day, due because the weekday was changed since, is none. */
const isOther = (old: OpenNotice, text: NoticeText) =>
  (text.week ?? '') > (old.week ?? '') || Object.keys({ ...old.values, ...text.values }).some((key) => old.values[key] !== text.values[key])

function dueNow(facts: NoticeFacts, open: Set<NoticeCause>, now: Date): NoticeText[] {
  const blocked = blocking(facts)
  const rest = [late(facts, open, now), firstExport(facts, open, now), digest(facts, now)].filter((text) => text !== null)
  return blocked.length > 0 ? [...blocked, ...rest.filter(({ cause }) => cause !== 'owed_three_nights')] : rest
}

/** What a person has to answer. It explains why receipts wait, so nothing is said about those as long. */
function blocking({ state, problem, email, missingBytes, owedBytes, guard }: NoticeFacts): NoticeText[] {
  const texts: NoticeText[] = []
  if (state === 'needs_reconnect') texts.push({ cause: 'dropbox_reconnect', values: { email } })
  else if (problem === 'dropbox_full') texts.push({ cause: 'dropbox_full', values: { email, bytes: missingBytes ?? owedBytes } })
  else if (problem !== null && ERROR_CODES[problem].next === 'stop_all') texts.push({ cause: 'export_stopped', values: { code: problem } })
  if (guard) texts.push({ cause: 'mass_deletion', values: guard })
  return texts
}

/** A run under way may still settle it; one that is known already stays until it is settled. */
function late({ lateSince, timeZone, isRunning, owed }: NoticeFacts, open: Set<NoticeCause>, now: Date): NoticeText | null {
  if (!lateSince || nightsSince(lateSince, now, timeZone) < NIGHTS) return null
  if (isRunning && !open.has('owed_three_nights')) return null
  return { cause: 'owed_three_nights', values: { count: owed, since: lateSince.toISOString() } }
}

/** Told within a day or never: an old connection is no news. On the page for a week. */
function firstExport({ firstExportAt }: NoticeFacts, open: Set<NoticeCause>, now: Date): NoticeText | null {
  if (!firstExportAt) return null
  const days = open.has('first_export') ? 7 : 1
  return now.getTime() - firstExportAt.getTime() < days * DAY_MS ? { cause: 'first_export', values: {} } : null
}

function digest({ timeZone, digestDay, connectedAt, hasReceipts }: NoticeFacts, now: Date): NoticeText | null {
  const { week, at } = newestDigest(now, timeZone, digestDay)
  return hasReceipts && at > connectedAt ? { cause: 'weekly_digest', values: {}, week } : null
}
