import { CircleAlert, CircleCheck, CirclePause, Clock, RefreshCw, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { Tone } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table'
import { IconSheet } from '@/components/ui/icon-sheet'
import type { RunView } from '@/lib/exports/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

type RunState = 'queued' | 'running' | 'up_to_date' | 'owed_remaining' | 'stopped' | 'failed'

const TONES: Record<RunState, Tone> = { queued: 'neutral', running: 'accent', up_to_date: 'ok', owed_remaining: 'warn', stopped: 'warn', failed: 'bad' }
const ICONS: Record<RunState, LucideIcon> = { queued: Clock, running: RefreshCw, up_to_date: CircleCheck, owed_remaining: TriangleAlert, stopped: CirclePause, failed: CircleAlert }

const stateOf = (run: RunView): RunState => (run.state === 'ended' ? (run.outcome ?? 'failed') : run.state)

/** The runs so far: when, why, with which result, how much was copied, how long it took, and in plain words what stopped it. */
export async function RunHistory({ runs }: { runs: RunView[] }) {
  const t = await getTranslations('connect.runs')
  const cause = await getTranslations('errors')
  const format = await getFormat()
  const notes = (run: RunView) =>
    (['adopted', 'failed', 'returned', 'tombstoned'] as const).filter((name) => run[name] > 0).map((name) => t(name, { count: run[name] })).join(' · ')
  const lines = runs.map((run) => ({
    key: run.id,
    cells: [
      { text: format.moment(run.startedAt ?? run.requestedAt), at: run.requestedAt },
      { text: t(`trigger.${run.trigger}`), note: run.requestedBy ? t('by', { name: run.requestedBy }) : undefined },
      {
        text: t(`state.${stateOf(run)}`),
        badge: { tone: TONES[stateOf(run)], icon: `run-${stateOf(run)}` },
        more: run.problem && <span className="mt-1 block text-xs">{cause(`${run.problem}.sentence`)} <span className="text-muted">{cause(`${run.problem}.next`)}</span></span>,
        note: notes(run) || undefined,
      },
      { text: format.number(run.uploaded), note: run.uploadedBytes > 0 ? format.bytes(run.uploadedBytes) : undefined },
      run.startedAt && run.endedAt ? format.duration((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000) : '–',
    ],
  }))
  const columns = [
    { heading: t('when'), className: 'whitespace-nowrap' },
    { heading: t('what') },
    { heading: t('result'), className: '@3xl:min-w-48' },
    { heading: t('copied'), numeric: true },
    { heading: t('took'), numeric: true },
  ]
  return (
    <Card id="history" title={t('title')} flush>
      {runs.length === 0 ? (
        <p className="px-4 pb-5 text-muted sm:px-6">{t('empty')}</p>
      ) : (
        <>
          <IconSheet icons={Object.fromEntries(runs.map((run) => [`run-${stateOf(run)}`, ICONS[stateOf(run)]]))} />
          <DataTable label={t('title')} columns={columns} lines={lines} />
        </>
      )}
    </Card>
  )
}
