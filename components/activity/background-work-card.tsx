import { CircleAlert, Clock, ExternalLink, RefreshCw } from 'lucide-react'
import { Badge, type Tone } from '@/components/ui/badge'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import type { BackgroundFunction, BackgroundRun, BackgroundWork } from '@/lib/activity/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

type Retry = {
  retry: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  canChange: boolean
}

/** What runs by itself: the functions with their next times, and the runs under way or failed; with another engine, where to look. */
export async function BackgroundWorkCard({ work, ...retry }: Retry & { work: BackgroundWork }) {
  const t = await getTranslations('background')
  if (work.engine !== 'embedded') {
    const url = work.engine === 'cloud' ? 'https://app.inngest.com' : work.url
    return (
      <Card id="background" title={t('title')}>
        <p className="text-muted">{t(`elsewhere.${work.engine}`)}</p>
        {retry.canChange && (
          <a href={url} target="_blank" rel="noreferrer" className={buttonStyle({ size: 'small', className: 'mt-3' })}>
            {t('elsewhere.open')}
            <ExternalLink aria-hidden="true" />
          </a>
        )}
      </Card>
    )
  }
  return (
    <Card id="background" title={t('title')} hint={t('hint')} flush>
      {work.functions.length === 0 ? <p className="px-4 pb-5 text-muted sm:px-6">{t('waitingForApp')}</p> : <Planned functions={work.functions} />}
      <h3 className="px-4 pt-5 pb-2 font-medium sm:px-6">{t('runs')}</h3>
      {work.runs.length === 0 ? <p className="px-4 pb-5 text-muted sm:px-6">{t('none')}</p> : <Runs runs={work.runs} {...retry} />}
    </Card>
  )
}

type Words = Awaited<ReturnType<typeof getTranslations<'background'>>>

// A function that has no name yet is shown by its id.
const nameOf = (t: Words, id: string) => (t.has(`name.${id as 'notify'}`) ? t(`name.${id as 'notify'}`) : id)

async function Planned({ functions }: { functions: BackgroundFunction[] }) {
  const t = await getTranslations('background')
  const format = await getFormat()
  return (
    <dl aria-label={t('functions')} className="grid gap-x-10 px-4 sm:px-6 lg:grid-cols-2">
      {functions.map(({ id, nextTickAt }) => (
        <div key={id} className="flex justify-between gap-4 border-t py-2">
          <dt className="min-w-0">{nameOf(t, id)}</dt>
          <dd className="shrink-0 text-right text-muted tabular-nums">
            {nextTickAt ? <time dateTime={nextTickAt}>{format.moment(nextTickAt)}</time> : t('whenNeeded')}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const LOOK: Record<BackgroundRun['status'], { tone: Tone; icon: typeof Clock }> = {
  queued: { tone: 'neutral', icon: Clock },
  running: { tone: 'accent', icon: RefreshCw },
  failed: { tone: 'bad', icon: CircleAlert },
}

async function Runs({ runs, retry, errors, canChange }: Retry & { runs: BackgroundRun[] }) {
  const t = await getTranslations('background')
  const format = await getFormat()
  return (
    <ul className="divide-y border-t">
      {runs.map((run) => {
        const state = run.status === 'running' && run.waitsUntil ? 'queued' : run.status
        const { tone, icon: Icon } = LOOK[state]
        const name = nameOf(t, run.functionId)
        return (
          <li key={run.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
            <div className="min-w-0 flex-1 basis-64">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-medium">{name}</span>
                <Badge tone={tone} icon={<Icon aria-hidden="true" />}>{t(`status.${state}`)}</Badge>
              </p>
              <Cause run={run} />
            </div>
            <time dateTime={run.at} className="text-xs leading-6 text-muted">{format.moment(run.at)}</time>
            {run.status === 'failed' && run.isOurs && canChange && (
              <Command action={retry} errors={errors} values={{ runId: run.id }} size="small" label={`${t('retry')}: ${name}`} done={t('retried')}>
                {t('retry')}
              </Command>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** Why it failed or waits, in a sentence; below it what happens next. */
async function Cause({ run }: { run: BackgroundRun }) {
  const t = await getTranslations('background')
  const sentence = await getTranslations('errors')
  const format = await getFormat()
  const { cause, status, failedAttempts, waitsUntil } = run
  const code = cause?.code ?? 'other'
  const isKnown = sentence.has(`${code as 'unexpected'}.sentence`)
  const isRunners = t.has(`cause.${code as 'other'}`)
  const words = isKnown ? sentence(`${code as 'unexpected'}.sentence`) : t(`cause.${isRunners ? (code as 'other') : 'other'}`)
  const next = [
    failedAttempts > 0 && t('tries', { count: failedAttempts }),
    status !== 'failed' && waitsUntil && t('until', { when: format.moment(waitsUntil) }),
    status === 'failed' && !run.isOurs && t('shared'),
  ].filter(Boolean)
  return (
    <>
      {cause && (
        <p className="mt-0.5">
          {words} {code === 'other' && <span className="text-muted">{cause.message}</span>}
        </p>
      )}
      {next.length > 0 && <p className="mt-0.5 text-muted">{next.join(' · ')}</p>}
    </>
  )
}
