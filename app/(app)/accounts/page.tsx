import { Landmark } from 'lucide-react'
import type { Metadata } from 'next'
import { AccountList } from '@/components/accounts/account-list'
import { PageHeader } from '@/components/shell/page-header'
import { EmptyState } from '@/components/ui/empty-state'
import { listAccounts } from '@/lib/accounts/list-accounts'
import { requirePermission } from '@/lib/auth/require-actor'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { getTranslations } from '@/lib/i18n/get-translations'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('accounts'))('title') })

export default async function AccountsPage() {
  const { organizationId } = await requirePermission('accounts.view')
  const t = await getTranslations('accounts')
  const [accounts, connection] = await Promise.all([listAccounts(organizationId), findLiveConnection(organizationId)])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t('title')} hint={t('intro')} />
      {accounts.length === 0 ? (
        <div className="rounded-xl border bg-surface shadow-card">
          <EmptyState icon={<Landmark />} title={t('empty.title')}>
            {t('empty.text')}
          </EmptyState>
        </div>
      ) : (
        <AccountList accounts={accounts} isConnected={connection !== null} />
      )}
    </div>
  )
}
