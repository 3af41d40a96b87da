import { SearchX } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { getTranslations } from '@/lib/i18n/get-translations'

/** Shown with status 404 inside the signed-in frame, which has the page's main landmark. */
export default async function NotFound() {
  const t = await getTranslations('common.notFound')
  return (
    <div className="grid min-h-[70dvh] place-items-center">
      <EmptyState icon={<SearchX />} level="h1" title={t('title')} action={<ButtonLink href="/">{t('action')}</ButtonLink>}>
        {t('text')}
      </EmptyState>
    </div>
  )
}
