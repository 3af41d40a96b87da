import type { Metadata } from 'next'
import { QontoSection } from '@/app/(app)/settings/qonto-section'
import { SetUpFrame } from '@/components/set-up/set-up-frame'
import { ButtonLink } from '@/components/ui/button-link'
import { getTranslations } from '@/lib/i18n/get-translations'
import { findQontoAccess } from '@/lib/qonto-access/find-qonto-access'
import { loadSetUp } from '../load-set-up'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('setup.qonto'))('title') })

type Props = { searchParams: Promise<{ error?: string | string[] }> }

export default async function SetUpQontoPage({ searchParams }: Props) {
  const actor = await loadSetUp()
  const t = await getTranslations('setup')
  const isThere = (await findQontoAccess(actor.organizationId))?.state === 'accepted'
  return (
    <SetUpFrame step="qonto" title={t('qonto.title')} intro={t('qonto.intro')}>
      <QontoSection actor={actor} from="set-up" error={(await searchParams).error} />
      <ButtonLink href="/set-up/check" tone={isThere ? 'primary' : 'plain'} size="large" className="self-start">
        {t(isThere ? 'next' : 'later')}
      </ButtonLink>
    </SetUpFrame>
  )
}
