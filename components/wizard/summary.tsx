import { Link } from '@/components/ui/link'
import type { DraftView, ExportPreview } from '@/lib/connections/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import { roughSeconds } from './rough-seconds'
import { stepHref } from './steps'

type Props = { draft: DraftView; preview: ExportPreview; timeZone: string }

/** What was entered and what will happen, each entry with the way back to it. */
export async function Summary({ draft, preview, timeZone }: Props) {
  const t = await getTranslations('wizard.finish')
  const format = await getFormat()
  const amount = t('amountValue', { count: preview.receipts, bytes: format.bytes(preview.bytes) })
  const duration = preview.receipts > 0 ? ` · ${t('duration', { duration: format.duration(roughSeconds(preview)) })}` : ''
  const rows = [
    { label: t('name'), value: draft.authenticationName, step: 'name' },
    { label: t('account'), value: draft.dropbox && `${draft.dropbox.name} · ${draft.dropbox.email}`, step: 'account' },
    { label: t('start'), value: draft.startPreset === 'everything' ? t('everything') : draft.startAt && format.moment(draft.startAt), step: 'start' },
    { label: t('amount'), value: amount + duration, step: null },
    { label: t('daily'), value: t('dailyValue', { zone: timeZone.replaceAll('_', ' ') }), step: null },
  ] as const
  return (
    <dl className="divide-y rounded-xl border bg-surface shadow-card">
      {rows.map(({ label, value, step }) => (
        <div key={label} className="grid gap-x-4 gap-y-0.5 px-4 py-3 sm:grid-cols-[11rem_1fr_auto] sm:px-6">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 font-medium tabular-nums">{value}</dd>
          {step && (
            <dd>
              <Link href={stepHref(step)} aria-label={t('changeWhat', { what: label })} className="-my-0.5 inline-flex min-h-6 items-center text-accent hover:underline">
                {t('change')}
              </Link>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
