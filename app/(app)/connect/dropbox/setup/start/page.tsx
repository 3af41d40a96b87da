import type { Metadata } from 'next'
import { Suspense } from 'react'
import { errorWords } from '@/components/shell/error-words'
import { Spinner } from '@/components/ui/spinner'
import { SubmitButton } from '@/components/ui/submit-button'
import { PreviewCount } from '@/components/wizard/preview-count'
import { StartForm } from '@/components/wizard/start-form'
import { stepHref } from '@/components/wizard/steps'
import { WizardButtons } from '@/components/wizard/wizard-buttons'
import { WizardFrame } from '@/components/wizard/wizard-frame'
import { now } from '@/lib/clock'
import type { DraftView, StartPreset } from '@/lib/connections/present'
import { previewExport } from '@/lib/connections/preview-export'
import { startMoment } from '@/lib/connections/start-moment'
import { toAppError } from '@/lib/errors'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import { cancelSetup, saveStartMoment } from '../actions'
import { loadStep } from '../load-step'
import { readChoice, type Choice } from './read-choice'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('wizard.steps'))('start') })

const PRESETS: readonly StartPreset[] = ['today', 'month', 'year', 'everything', 'own']

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function StartPage({ searchParams }: Props) {
  const { actor, draft } = await loadStep('start')
  const t = await getTranslations('wizard')
  const format = await getFormat()
  const present = now()
  const choice = readChoice(await searchParams, draft, format, present)
  const dayOf = (preset: StartPreset) => (preset === 'own' || preset === 'everything' ? '' : format.day(startMoment({ preset }, actor.timeZone, present)))
  return (
    <WizardFrame step="start" reached={draft.step} heading={t('start.heading')} text={t('start.text', { zone: actor.timeZone.replaceAll('_', ' ') })} cancel={cancelSetup}>
      <StartForm
        action={saveStartMoment}
        errors={await errorWords(['start_in_future', 'start_invalid', 'step_out_of_order'])}
        choices={PRESETS.map((preset) => ({ preset, title: t(`start.presets.${preset}.title`), text: t(`start.presets.${preset}.text`, { day: dayOf(preset) }) }))}
        chosen={choice.preset}
        own={{ date: choice.date, time: choice.time, latest: format.isoDay(present) }}
        words={{ legend: t('start.legend'), date: t('start.date'), time: t('start.time') }}
        preview={
          <Suspense fallback={<Counting text={t('preview.counting')} />}>
            <Count draft={draft} choice={choice} organizationId={actor.organizationId} timeZone={actor.timeZone} />
          </Suspense>
        }
        buttons={
          <WizardButtons backHref={stepHref('account')} back={t('back')}>
            <SubmitButton size="large">{t('continue')}</SubmitButton>
          </WizardButtons>
        }
      />
    </WizardFrame>
  )
}

function Counting({ text }: { text: string }) {
  return (
    <p className="flex min-h-16 items-center gap-3 rounded-xl bg-sunken px-4 py-3 text-muted">
      <Spinner />
      {text}
    </p>
  )
}

type CountProps = { draft: DraftView; choice: Choice; organizationId: string; timeZone: string }

async function Count({ draft, choice, organizationId, timeZone }: CountProps) {
  const found = await countFrom({ draft, choice, organizationId, timeZone })
  if (typeof found !== 'string') return <PreviewCount preview={found} />
  const t = await getTranslations('errors')
  return <p className="flex min-h-16 items-center rounded-xl bg-sunken px-4 py-3 text-muted">{t(`${found}.sentence`)}</p>
}

/** The preview for a choice, or the code of why there is none. */
async function countFrom({ draft, choice, organizationId, timeZone }: CountProps) {
  try {
    const startAt = startMoment({ preset: choice.preset, startAt: `${choice.date}T${choice.time}` }, timeZone, now())
    return await previewExport(organizationId, { ...draft, startAt: startAt.toISOString() })
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.next === 'refuse') return error.code
    throw thrown
  }
}
