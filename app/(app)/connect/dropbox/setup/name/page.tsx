import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { errorWords } from '@/components/shell/error-words'
import { NameForm } from '@/components/wizard/name-form'
import { WizardFrame } from '@/components/wizard/wizard-frame'
import { suggestedNames } from '@/lib/connections/suggested-names'
import { cancelSetup, saveName } from '../actions'
import { loadStep } from '../load-step'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('wizard.steps'))('name') })

export default async function NamePage() {
  const { actor, draft } = await loadStep('name')
  const t = await getTranslations('wizard')
  const earlier = await suggestedNames(actor.organizationId)
  return (
    <WizardFrame step="name" reached={draft.step} heading={t('name.heading')} text={t('name.text')} cancel={cancelSetup}>
      <NameForm
        action={saveName}
        errors={await errorWords(['name_missing', 'name_too_long', 'step_out_of_order'])}
        name={draft.authenticationName ?? earlier[0] ?? ''}
        earlier={earlier.filter((name) => name !== (draft.authenticationName ?? earlier[0]))}
        words={{ label: t('name.label'), placeholder: t('name.placeholder'), earlier: t('name.earlier'), next: t('continue') }}
      />
    </WizardFrame>
  )
}
