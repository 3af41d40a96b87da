import { getTranslations } from 'next-intl/server'
import { Notice } from '@/components/ui/notice'
import { getFormat } from '@/lib/i18n/get-format'
import type { OpenQontoRevocation } from '@/lib/qonto-access/present'

/** Earlier accesses whose end Qonto has not confirmed: that they are unused, what happens by itself, and how to end them at once. */
export async function QontoRevocations({ open }: { open: OpenQontoRevocation[] }) {
  const t = await getTranslations('settings.qonto')
  const format = await getFormat()
  return open.map(({ id, who, lapsesAt, isRetried }) => (
    <Notice key={id} tone="warn" title={t('leftTitle', { who })}>
      {t(isRetried ? 'leftRetried' : 'leftUnread', { when: format.day(lapsesAt) })}
    </Notice>
  ))
}
