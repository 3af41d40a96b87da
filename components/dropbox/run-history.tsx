import { CircleAlert, CircleCheck, CirclePause, Clock, RefreshCw, TriangleAlert } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { Badge, type Tone } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table'
import type { RunView } from '@/lib/exports/present'
import { getFormat } from '@/lib/i18n/get-format'

const LOOK: Record<string, { tone: Tone; icon: typeof Clock }> = {
  queued: { tone: 'neutral', icon: Clock },
  running: { tone: 'accent', icon: RefreshCw },
  up_to_date: { tone: 'ok', icon: CircleCheck },
  owed_remaining: { tone: 'warn', icon: TriangleAlert },
  stopped: { tone: 'warn', icon: CirclePause },
  failed: { tone: 'bad', icon: CircleAlert },
}

/** The runs so far: when, why, with which result, how much was copied, how long it took, and in plain words what stopped it. */
export async function RunHistory({ runs }: { runs: RunView[] }) {
  const t = await getTranslations('connect.runs')
  const cause = await getTranslations('errors')
  const format = await getFormat()
  const notes = (run: RunView) =>
    (['adopted', 'failed', 'returned', 'tombstoned'] as const).filter((name) => run[name] > 0).map((name) => t(name, { count: run[name] }))
  return (
    <Card id="history" title={t('title')} flush>
      {runs.length === 0 ? (
        <p className="px-4 pb-5 text-muted sm:px-6">{t('empty')}</p>
      ) : (
        <Table label={t('title')}>
          <Thead>
            <Th>{t('when')}</Th>
            <Th>{t('what')}</Th>
            <Th>{t('result')}</Th>
            <Th numeric>{t('copied')}</Th>
            <Th numeric>{t('took')}</Th>
          </Thead>
          <Tbody>
            {runs.map((run) => {
              const state = run.state === 'ended' ? (run.outcome ?? 'failed') : run.state
              const { tone, icon: Icon } = LOOK[state] ?? { tone: 'neutral', icon: Clock }
              return (
                <Tr key={run.id}>
                  <Td className="whitespace-nowrap">
                    <time dateTime={run.requestedAt}>{format.moment(run.startedAt ?? run.requestedAt)}</time>
                  </Td>
                  <Td label={t('what')}>
                    {t(`trigger.${run.trigger}`)}
                    {run.requestedBy && <span className="block text-xs text-muted">{t('by', { name: run.requestedBy })}</span>}
                  </Td>
                  <Td label={t('result')} className="@3xl:min-w-48">
                    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>{t(`state.${state as 'queued'}`)}</Badge>
                    {run.problem && <span className="mt-1 block text-xs">{cause(`${run.problem}.sentence`)} <span className="text-muted">{cause(`${run.problem}.next`)}</span></span>}
                    {notes(run).length > 0 && <span className="mt-1 block text-xs text-muted">{notes(run).join(' · ')}</span>}
                  </Td>
                  <Td numeric label={t('copied')}>
                    {format.number(run.uploaded)}
                    {run.uploadedBytes > 0 && <span className="block text-xs text-muted">{format.bytes(run.uploadedBytes)}</span>}
                  </Td>
                  <Td numeric label={t('took')}>{run.startedAt && run.endedAt ? format.duration((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000) : '–'}</Td>
                </Tr>
              )
            })}
          </Tbody>
        </Table>
      )}
    </Card>
  )
}
