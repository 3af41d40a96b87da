import { ExternalLink, Lock, Star } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { buttonStyle } from '@/components/ui/button-style'
import { ProgressBar } from '@/components/ui/progress-bar'
import type { AccountRow } from '@/lib/accounts/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

/** Each current account with its share in Dropbox, its folder, and the way to both. */
export async function AccountList({ accounts, isConnected }: { accounts: AccountRow[]; isConnected: boolean }) {
  const t = await getTranslations('accounts')
  const format = await getFormat()
  return (
    <ul className="flex flex-col gap-4">
      {accounts.map((account) => {
        const expected = account.inDropbox + account.owed
        const share = t('inDropbox', { done: format.number(account.inDropbox), total: format.number(expected) })
        const rest = [account.owed > 0 && t('owed', { count: account.owed }), account.keptAway > 0 && t('keptAway', { count: account.keptAway })].filter(Boolean)
        return (
          <li key={account.id} className="rounded-xl border bg-surface p-4 shadow-card sm:p-6">
            <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
              <div className="min-w-0 flex-1 basis-56">
                <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold tracking-tight">
                  {account.label}
                  {account.isMain && <Badge icon={<Star aria-hidden="true" />}>{t('main')}</Badge>}
                  {account.isClosed && <Badge icon={<Lock aria-hidden="true" />}>{t('closed')}</Badge>}
                </h2>
                <p className="mt-0.5 text-muted tabular-nums">
                  {t('receipts', { count: account.receipts })} · {t('transactions', { count: account.transactions })}
                  {account.currency && ` · ${account.currency}`}
                </p>
              </div>
              <div className="flex flex-wrap gap-2">
                <ButtonLink href={`/receipts?account=${encodeURIComponent(account.id)}`} size="small" aria-label={t('seeOf', { account: account.label })}>
                  {t('see')}
                </ButtonLink>
                {account.dropboxHref && (
                  <a href={account.dropboxHref} target="_blank" rel="noreferrer" aria-label={t('openOf', { account: account.label })} className={buttonStyle({ size: 'small' })}>
                    <ExternalLink aria-hidden="true" />
                    {t('open')}
                  </a>
                )}
              </div>
            </div>
            {isConnected && (
              <div className="mt-4">
                <ProgressBar value={account.inDropbox} max={expected} label={t('progress', { account: account.label })} text={share} />
                <p className="mt-2 flex flex-wrap justify-between gap-x-6 text-muted tabular-nums">
                  <span>{[share, ...rest].join(' · ')}</span>
                  <span>{account.folder ?? t('noFolder')}</span>
                </p>
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}
