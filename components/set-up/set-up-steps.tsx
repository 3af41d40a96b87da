import { Check } from 'lucide-react'
import Link from 'next/link'
import { getTranslations } from '@/lib/i18n/get-translations'

export const SET_UP_STEPS = ['owner', 'dropbox', 'qonto', 'check'] as const

export type SetUpStep = (typeof SET_UP_STEPS)[number]

/** The steps of the set-up. Before there is an owner only the first exists; afterwards it is done, and the others can be visited in any order. */
export async function SetUpSteps({ current }: { current: SetUpStep }) {
  const t = await getTranslations('setup.steps')
  const position = SET_UP_STEPS.indexOf(current)
  return (
    <nav aria-label={t('label')}>
      <p className="mb-2 text-xs text-muted sm:sr-only">{t('position', { position: position + 1, total: SET_UP_STEPS.length })}</p>
      <ol className="grid grid-cols-4 gap-2">
        {SET_UP_STEPS.map((step, index) => {
          const isDone = step === 'owner' && current !== 'owner'
          const canVisit = current !== 'owner' && step !== 'owner' && step !== current
          const style = `block min-w-0 border-t-2 ${index <= position ? 'border-accent' : 'border-line'} ${step === current ? 'font-semibold' : 'text-muted'}`
          const mark = (
            <span className="flex min-h-6 items-center gap-2 pt-2">
              <span aria-hidden="true" className={`grid size-5 shrink-0 place-items-center rounded-full text-[0.6875rem] font-semibold ${index <= position ? 'bg-accent text-on-accent' : 'bg-sunken text-muted'}`}>
                {isDone ? <Check className="size-3" strokeWidth={3} /> : index + 1}
              </span>
              <span className="sr-only sm:not-sr-only sm:truncate">{t(step)}</span>
              {isDone && <span className="sr-only">({t('done')})</span>}
            </span>
          )
          return (
            <li key={step} className="min-w-0" aria-current={step === current ? 'step' : undefined}>
              {canVisit ? <Link href={`/set-up/${step}`} className={`${style} hover:text-ink`}>{mark}</Link> : <div className={style}>{mark}</div>}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
