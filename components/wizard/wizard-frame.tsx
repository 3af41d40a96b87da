import type { ReactNode } from 'react'
import { errorWords } from '@/components/shell/error-words'
import { Command } from '@/components/ui/command'
import type { FormAnswer } from '@/components/ui/form-answer'
import { getTranslations } from '@/lib/i18n/get-translations'
import { StepList } from './step-list'
import type { Step } from './steps'

type Props = {
  step: Step
  reached: Step
  heading: string
  text: string
  cancel: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  children: ReactNode
}

/** The wizard around one step: where one is, what is asked, and the way out. */
export async function WizardFrame({ step, reached, heading, text, cancel, children }: Props) {
  const t = await getTranslations('wizard')
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-8">
      <div className="flex items-center justify-between gap-4">
        <p className="font-medium text-muted">{t('title')}</p>
        <Command action={cancel} errors={await errorWords([])} tone="quiet" size="small" className="-mr-3">
          {t('cancel')}
        </Command>
      </div>
      <StepList current={step} reached={reached} />
      <div>
        <h1 className="text-2xl leading-8 font-semibold tracking-tight text-balance">{heading}</h1>
        <p className="mt-2 text-base leading-6 text-muted">{text}</p>
      </div>
      {children}
    </div>
  )
}
