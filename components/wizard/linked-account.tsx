import { CircleCheck } from 'lucide-react'
import type { DraftView } from '@/lib/connections/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

/** The Dropbox account that was chosen: whose it is and how much is free. */
export async function LinkedAccount({ dropbox }: { dropbox: NonNullable<DraftView['dropbox']> }) {
  const t = await getTranslations('wizard.account')
  const format = await getFormat()
  const { used, allocated } = dropbox
  return (
    <section aria-label={t('linked')} className="flex items-start gap-3 rounded-xl border bg-surface p-4 shadow-card sm:p-5">
      <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-ok" />
      <div className="min-w-0">
        <p className="text-xs text-muted">{t('linked')}</p>
        <p className="mt-0.5 text-base font-semibold">{dropbox.name}</p>
        <p className="text-muted">{dropbox.email}</p>
        {dropbox.team && <p className="text-muted">{t('team', { name: dropbox.team })}</p>}
        <p className="mt-2 tabular-nums">
          {used === null || allocated === null ? t('spaceUnknown') : t('free', { free: format.bytes(Math.max(0, allocated - used)), total: format.bytes(allocated) })}
        </p>
      </div>
    </section>
  )
}
