import type { Metadata } from 'next'
import { errorWords } from '@/components/shell/error-words'
import { NameForm } from '@/components/wizard/name-form'
import { WizardFrame } from '@/components/wizard/wizard-frame'
import { suggestedNames } from '@/lib/connections/suggested-names'
import { getTranslations } from '@/lib/i18n/get-translations'
import { cancelSetup, saveName } from '../actions'
import { loadStep } from '../load-step'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('wizard.steps'))('name') })

type Props = { searchParams: Promise<{ name?: string | string[] }> }

export default async function NamePage({ searchParams }: Props) {
  const { actor, draft } = await loadStep('name')
  const t = await getTranslations('wizard')
  const earlier = await suggestedNames(actor.organizationId)
  // Typed before the session ended: it comes along in the address.
  const { name: typed } = await searchParams
  const name = (typeof typed === 'string' && typed) || (draft.authenticationName ?? earlier[0] ?? '')
  return (
    <WizardFrame step="name" reached={draft.step} heading={t('name.heading')} text={t('name.text')} cancel={cancelSetup}>
      <NameForm
        action={saveName}
        errors={await errorWords(['name_missing', 'name_too_long', 'step_out_of_order', 'already_connected'])}
        name={name}
        earlier={earlier.filter((other) => other !== name)}
        words={{ label: t('name.label'), placeholder: t('name.placeholder'), earlier: t('name.earlier'), next: t('continue') }}
      />
    </WizardFrame>
  )
}
