import { ExternalLink } from 'lucide-react'
import type { Metadata } from 'next'
import { errorWords } from '@/components/shell/error-words'
import { ButtonLink } from '@/components/ui/button-link'
import { Command } from '@/components/ui/command'
import { ErrorNotice } from '@/components/ui/error-notice'
import { LinkedAccount } from '@/components/wizard/linked-account'
import { stepHref } from '@/components/wizard/steps'
import { WizardButtons } from '@/components/wizard/wizard-buttons'
import { WizardFrame } from '@/components/wizard/wizard-frame'
import { isErrorCode } from '@/lib/errors'
import { getTranslations } from '@/lib/i18n/get-translations'
import { cancelSetup, chooseAccount } from '../actions'
import { loadStep } from '../load-step'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('wizard.steps'))('account') })

type Props = { searchParams: Promise<{ error?: string | string[] }> }

export default async function AccountPage({ searchParams }: Props) {
  const { draft } = await loadStep('account')
  const t = await getTranslations('wizard')
  const { error } = await searchParams
  const code = typeof error === 'string' && isErrorCode(error) ? error : null
  const errors = await errorWords(code ? [code, 'step_out_of_order'] : ['step_out_of_order'])
  const choose = (
    <Command action={chooseAccount} errors={errors} tone={draft.dropbox ? 'plain' : 'primary'} size="large">
      {t(draft.dropbox ? 'account.other' : 'account.choose')}
      <ExternalLink aria-hidden="true" />
    </Command>
  )
  return (
    <WizardFrame step="account" reached={draft.step} heading={t('account.heading')} text={t('account.text')} cancel={cancelSetup}>
      {code && <ErrorNotice code={code} errors={errors} />}
      {draft.dropbox && <LinkedAccount dropbox={draft.dropbox} />}
      <p className="text-muted">{t('account.may')}</p>
      <WizardButtons backHref={stepHref('name')} back={t('back')}>
        {draft.dropbox ? (
          <div className="flex flex-col-reverse gap-3 sm:flex-row">
            {choose}
            <ButtonLink href={stepHref('start')} tone="primary" size="large">
              {t('continue')}
            </ButtonLink>
          </div>
        ) : (
          choose
        )}
      </WizardButtons>
    </WizardFrame>
  )
}
