import { ButtonLink } from '@/components/ui/button-link'
import { Card } from '@/components/ui/card'
import type { Actor } from '@/lib/auth/actor'
import { getTranslations } from '@/lib/i18n/get-translations'
import { isKeeper } from '@/lib/installation/keeper'

/** The way to the installation's own pages, for the owners who look after it; nothing for anybody else. */
export async function InstallationSection({ actor }: { actor: Actor }) {
  if (!(await isKeeper(actor))) return null
  const t = await getTranslations('setup.card')
  return (
    <Card id="installation" title={t('title')} hint={t('hint')}>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/set-up/check">{t('check')}</ButtonLink>
        <ButtonLink href="/set-up/dropbox">{t('app')}</ButtonLink>
      </div>
    </Card>
  )
}
