import { Lock } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { getTranslations } from '@/lib/i18n/get-translations'

/** Shown with status 403 inside the signed-in frame, whether or not what was asked for exists. */
export default async function ForbiddenPage() {
  const t = await getTranslations('common.forbidden')
  return (
    <div className="grid min-h-[70dvh] place-items-center">
      <EmptyState icon={<Lock />} level="h1" title={t('title')} action={<ButtonLink href="/receipts">{t('action')}</ButtonLink>}>
        {t('text')}
      </EmptyState>
    </div>
  )
}
