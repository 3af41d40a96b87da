import type { ConnectionBadge, ConnectionView } from '@/lib/connections/present'
import type { ExportTotals, ProgressView, RunView } from '@/lib/exports/present'
import type { Format } from '@/lib/i18n/format'
import type { getTranslations } from '@/lib/i18n/get-translations'

/** The live part of the Connect page, in words. The page and its updates share this one shape, so that both always agree. */
export type LiveView = {
  badge: ConnectionBadge
  badgeText: string
  headline: string
  details: string[]
  count: { done: number; total: number; text: string; unit: string; hint: string | null }
  isRunning: boolean
  lastRun: { label: string; text: string; iso: string | null; exact: string | null }
  nextRun: { label: string; text: string; iso: string | null; exact: string | null }
  /** Changes whenever the lists around it may have changed. */
  version: string
  /** The server's clock, ISO 8601, and the language: for relative times. */
  present: string
  locale: string
}

type Texts = Awaited<ReturnType<typeof getTranslations<'connect'>>>
type ErrorTexts = Awaited<ReturnType<typeof getTranslations<'errors'>>>

type Input = {
  connection: ConnectionView
  progress: ProgressView
  badge: ConnectionBadge
  /** Receipts that the open question about a mass deletion is about: they are not there now, whatever the ledger says. */
  missing: number
  present: Date
  t: Texts
  errors: ErrorTexts
  format: Format
}

/** Says in words how far the export is: the sentence that matters, the count, and when it ran and will run. */
export function toLiveView(input: Input): LiveView {
  const { connection, progress, badge, present, t, format } = input
  const { totals, current, last } = progress
  const isRunning = current !== null
  return {
    badge,
    badgeText: t(`badge.${badge}`),
    headline: headline(input),
    details: isRunning ? [] : details(input),
    count: count(input),
    isRunning,
    lastRun: lastRun(input),
    nextRun: nextRun(input),
    version: [current?.id ?? '-', last?.id ?? '-', connection.state, connection.problem ?? '-', totals.fresh, totals.tombstoned, totals.failing, totals.changed, totals.copies.failing].join(' '),
    present: present.toISOString(),
    locale: format.locale,
  }
}

/** True when the start moment lies before any account can have existed: the choice *Everything*. */
export const isEverything = (startAt: string) => new Date(startAt).getUTCFullYear() < 2000

const expected = (totals: ExportTotals) => totals.done + totals.owed
const copiesIn = ({ copies }: ExportTotals) => copies.done + copies.owed

function headline(input: Input): string {
  const { connection, progress, badge, present, t, format } = input
  const { totals, current } = progress
  if (badge === 'reconnect_needed') return t('headline.reconnect')
  if (badge === 'paused' && !current) return t('headline.paused')
  if (current?.phase === 'upload' && totals.owed + totals.copies.owed === 0 && progress.toRefile !== null) return t('headline.refiling', { count: progress.toRefile })
  if (current) return t(`headline.${runningPhase(current)}`)
  if (badge !== 'up_to_date' && totals.owed > 0) return t('headline.owed', { count: totals.owed })
  if (totals.fresh > 0) return t('headline.allChecked', { count: totals.done, when: momentInWords(checkedAt(input) ?? present.toISOString(), present, t, format) })
  if (isEverything(connection.startAt)) return t('headline.all', { count: totals.done })
  return t('headline.allSince', { count: totals.done, start: format.day(connection.startAt) })
}

function runningPhase(run: RunView) {
  if (run.state === 'queued' || run.phase === null) return 'queued'
  return ({ inventory: 'inventory', reconcile: 'reconcile', upload: 'exporting', finish: 'finishing' } as const)[run.phase]
}

const checkedAt = ({ connection, progress: { last } }: Input) => connection.verifiedAt ?? last?.endedAt ?? null

function details(input: Input): string[] {
  const { connection, progress, badge, present, t, errors, format } = input
  const { totals } = progress
  const at = checkedAt(input)
  const isUpToDate = badge === 'up_to_date'
  const lines: (string | false)[] = [
    isUpToDate && totals.fresh === 0 && at !== null && t('detail.checked', { when: momentInWords(at, present, t, format) }),
    isUpToDate && totals.fresh > 0 && t('detail.fresh', { count: totals.fresh, when: nextRun(input).exact ?? '' }),
    isUpToDate && expected(totals) === 0 && t('detail.none'),
    badge === 'delayed' && connection.problem !== null && errors(`${connection.problem}.sentence`),
    badge === 'delayed' && t('detail.retrying'),
    badge === 'needs_attention' && totals.failing > 0 && t('detail.failing', { count: totals.failing }),
    copiesIn(totals) > 0 && t('detail.copies', { done: totals.copies.done, total: copiesIn(totals) }),
    totals.owed > totals.failing && !isUpToDate && connection.problem === null && badge !== 'delayed' && badge !== 'reconnect_needed' && t('detail.waiting'),
    totals.tombstoned > 0 && t('detail.keptAway', { count: totals.tombstoned }),
    totals.changed > 0 && t('detail.changed', { count: totals.changed }),
  ]
  return lines.filter((line) => line !== false)
}

function count({ progress: { totals, current }, missing, present, t, format }: Input): LiveView['count'] {
  const total = expected(totals)
  const done = Math.max(0, totals.done - missing)
  const hints = [t('progress.bytes', { done: format.bytes(totals.doneBytes), total: format.bytes(totals.doneBytes + totals.owedBytes) })]
  const seconds = current && secondsLeft(current, present)
  if (seconds) hints.push(t('progress.left', { duration: format.duration(seconds) }))
  const isCounting = total === 0 && current !== null
  return {
    done,
    total,
    text: isCounting ? '' : t('progress.count', { done: format.number(done), total: format.number(total) }),
    unit: isCounting ? t('progress.counting') : t('progress.receipts', { total }),
    hint: missing > 0 ? null : totals.owed + totals.copies.owed > 0 ? hints.join(' · ') : total > 0 ? format.bytes(totals.doneBytes) : null,
  }
}

/** From the pace of this run so far; null until a few receipts show one. */
export function secondsLeft(run: RunView, present: Date): number | null {
  const settled = run.uploaded + run.adopted + run.failed
  if (run.startedAt === null || settled < 3 || run.planned <= settled) return null
  const elapsed = (present.getTime() - new Date(run.startedAt).getTime()) / 1000
  return elapsed <= 0 ? null : ((run.planned - settled) * elapsed) / settled
}

function lastRun({ progress: { last, current }, present, t, format }: Input): LiveView['lastRun'] {
  const label = t('facts.lastRun')
  if (!last?.endedAt) return { label, text: current ? t('facts.running') : t('facts.never'), iso: null, exact: null }
  return { label, text: format.relative(last.endedAt, present), iso: last.endedAt, exact: format.moment(last.endedAt) }
}

function nextRun({ connection, progress: { nextRunAt, timeZone }, present, t, format }: Input): LiveView['nextRun'] {
  const label = t('facts.nextRun')
  if (nextRunAt === null || connection.state !== 'active') return { label, text: t('facts.notUntilReconnected'), iso: null, exact: null }
  const zone = timeZone.replaceAll('_', ' ')
  const exact = whichDay(nextRunAt, present, format)
  const time = format.clock(nextRunAt)
  const day = exact === 'other' ? t('facts.on', { day: format.day(nextRunAt), time, zone }) : t(`facts.${exact}`, { time, zone })
  return { label, text: format.relative(nextRunAt, present), iso: nextRunAt, exact: day }
}

function whichDay(moment: string, present: Date, format: Format): 'today' | 'tomorrow' | 'other' {
  if (format.isoDay(moment) === format.isoDay(present)) return 'today'
  return format.isoDay(moment) === format.isoDay(new Date(present.getTime() + 86_400_000)) ? 'tomorrow' : 'other'
}

function momentInWords(moment: string, present: Date, t: Texts, format: Format): string {
  return format.isoDay(moment) === format.isoDay(present) ? t('detail.today', { time: format.clock(moment) }) : format.moment(moment)
}
