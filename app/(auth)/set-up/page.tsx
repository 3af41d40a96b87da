import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { OwnerForm } from '@/components/set-up/owner-form'
import { SetUpFrame } from '@/components/set-up/set-up-frame'
import { errorWords } from '@/components/shell/error-words'
import { getTranslations } from '@/lib/i18n/get-translations'
import { getWords } from '@/lib/i18n/get-words'
import { needsSetUp } from '@/lib/installation/needs-set-up'
import { createFirstOwner } from './actions'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('setup'))('title') })

/** The first visit of a real installation; closed for ever once there is an owner. */
export default async function SetUpPage() {
  if (!(await needsSetUp())) redirect('/set-up/check')
  const t = await getTranslations('setup.owner')
  return (
    <SetUpFrame step="owner" title={t('title')} intro={t('intro')}>
      <OwnerForm action={createFirstOwner} errors={await errorWords(['set_up_code_wrong', 'set_up_done', 'already_member', 'too_many_attempts'])} words={await getWords('setup', 'owner')} />
    </SetUpFrame>
  )
}
