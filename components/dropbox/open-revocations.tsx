import { buttonStyle } from '@/components/ui/button-style'
import { Notice } from '@/components/ui/notice'
import type { OpenRevocation } from '@/lib/connections/present'
import { getTranslations } from '@/lib/i18n/get-translations'

/** Dropboxes that are disconnected here while Dropbox has not confirmed that our access ended: what happens by itself, and how to end it at once. */
export async function OpenRevocations({ open }: { open: OpenRevocation[] }) {
  const t = await getTranslations('connect.stillLinked')
  return open.map(({ connectionId, dropboxEmail, appsUrl }) => (
    <Notice
      key={connectionId}
      tone="warn"
      title={t('title', { email: dropboxEmail })}
      action={<a href={appsUrl} target="_blank" rel="noreferrer" className={buttonStyle({ size: 'small' })}>{t('apps')}</a>}
    >
      {t('text')}
    </Notice>
  ))
}
