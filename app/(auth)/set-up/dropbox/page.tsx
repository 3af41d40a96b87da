import type { Metadata } from 'next'
import { DropboxAppCard } from '@/components/set-up/dropbox-app'
import { SetUpFrame } from '@/components/set-up/set-up-frame'
import { errorWords } from '@/components/shell/error-words'
import { ButtonLink } from '@/components/ui/button-link'
import { getTranslations } from '@/lib/i18n/get-translations'
import { describeDropboxApp } from '@/lib/installation/describe-dropbox-app'
import { saveApp } from '../actions'
import { loadSetUp } from '../load-set-up'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('setup.dropbox'))('title') })

export default async function SetUpDropboxPage() {
  await loadSetUp()
  const t = await getTranslations('setup')
  const app = await describeDropboxApp()
  return (
    <SetUpFrame step="dropbox" title={t('dropbox.title')} intro={t('dropbox.intro')}>
      <DropboxAppCard app={app} save={saveApp} errors={await errorWords(['dropbox_app_refused', 'dropbox_app_fixed', 'dropbox_unreachable', 'dropbox_rate_limited'])} />
      <ButtonLink href="/set-up/qonto" tone={app.key ? 'primary' : 'plain'} size="large" className="self-start">
        {t(app.key ? 'next' : 'later')}
      </ButtonLink>
    </SetUpFrame>
  )
}
