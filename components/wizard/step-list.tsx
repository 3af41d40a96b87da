import { Check } from 'lucide-react'
import { Link } from '@/components/ui/link'
import { getTranslations } from '@/lib/i18n/get-translations'
import { isReached, STEPS, stepHref, type Step } from './steps'

/** The steps in order: the current one marked, complete ones can be visited again. */
export async function StepList({ current, reached }: { current: Step; reached: Step }) {
  const t = await getTranslations('wizard.steps')
  const position = STEPS.indexOf(current)
  return (
    <nav aria-label={t('label')}>
      <p className="mb-2 text-xs text-muted sm:sr-only">{t('position', { position: position + 1, total: STEPS.length })}</p>
      <ol className="grid grid-cols-4 gap-2">
        {STEPS.map((step, index) => {
          const isDone = index < STEPS.indexOf(reached)
          const mark = (
            <span className="flex min-h-6 items-center gap-2 pt-2 text-sm">
              <span aria-hidden="true" className={`grid size-5 shrink-0 place-items-center rounded-full text-[0.6875rem] font-semibold ${index <= position || isDone ? 'bg-accent text-on-accent' : 'bg-sunken text-muted'}`}>
                {isDone && index !== position ? <Check className="size-3" strokeWidth={3} /> : index + 1}
              </span>
              <span className="hidden truncate sm:block">{t(step)}</span>
              <span className="sr-only sm:hidden">{t(step)}</span>
              {isDone && index !== position && <span className="sr-only">({t('done')})</span>}
            </span>
          )
          const style = `block min-w-0 border-t-2 ${index <= position ? 'border-accent' : 'border-line'} ${index === position ? 'font-semibold' : 'text-muted'}`
          return (
            <li key={step} className="min-w-0" aria-current={index === position ? 'step' : undefined}>
              {index !== position && isReached(step, reached) ? (
                <Link href={stepHref(step)} className={`${style} hover:text-ink`}>
                  {mark}
                </Link>
              ) : (
                <div className={style}>{mark}</div>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
