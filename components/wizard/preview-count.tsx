import { ReceiptText } from 'lucide-react'
import type { ExportPreview } from '@/lib/connections/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

/** How many receipts and bytes the chosen start would export. */
export async function PreviewCount({ preview }: { preview: Pick<ExportPreview, 'receipts' | 'bytes'> }) {
  const t = await getTranslations('wizard')
  const format = await getFormat()
  return (
    <div className="flex min-h-16 items-center gap-3 rounded-xl bg-sunken px-4 py-3">
      <ReceiptText aria-hidden="true" className="size-5 shrink-0 text-muted" />
      <p className="tabular-nums">
        <strong className="text-base font-semibold">{t('preview.count', { count: preview.receipts })}</strong>
        <span className="block text-muted">{t('preview.countHint', { count: preview.receipts, bytes: format.bytes(preview.bytes) })}</span>
      </p>
    </div>
  )
}
