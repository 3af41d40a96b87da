import { SearchX } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'

export default async function NotFoundPage() {
  const t = await getTranslations('common.notFound')
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState icon={<SearchX />} level="h1" title={t('title')} action={<ButtonLink href="/">{t('action')}</ButtonLink>}>
        {t('text')}
      </EmptyState>
    </main>
  )
}
