import { CircleCheck, Landmark, SearchX } from 'lucide-react'
import { FilterBar } from '@/components/receipts/filter-bar'
import { ReceiptTabs } from '@/components/receipts/receipt-tabs'
import { TransactionList } from '@/components/receipts/transaction-list'
import { errorWords } from '@/components/shell/error-words'
import { PageHeader } from '@/components/shell/page-header'
import { EmptyState } from '@/components/ui/empty-state'
import { Pager } from '@/components/ui/pager'
import { listAccountChoices } from '@/lib/accounts/list-account-choices'
import { isAllowed } from '@/lib/auth/permissions'
import { requirePermission } from '@/lib/auth/require-actor'
import { getTranslations } from '@/lib/i18n/get-translations'
import { listTransactions, listTransactionsWithoutReceipt } from '@/lib/receipts/list-transactions'
import { monthsWithReceipts } from '@/lib/receipts/months-with-receipts'
import { readFilter, type Search } from './read-filter'

const LOOK = {
  missing: { path: '/receipts/missing', list: listTransactionsWithoutReceipt, empty: 'emptyMissing', icon: <CircleCheck /> },
  transactions: { path: '/receipts/transactions', list: listTransactions, empty: 'emptyTransactions', icon: <Landmark /> },
} as const

/** Transactions, all or those without a receipt, each with the way to add one. */
export async function TransactionsPage({ tab, searchParams }: { tab: keyof typeof LOOK; searchParams: Search }) {
  const { organizationId, role } = await requirePermission('receipts.view')
  const t = await getTranslations('receipts')
  const { path, list, empty, icon } = LOOK[tab]
  const { filter: { state: _state, ...filter }, query } = await readFilter(searchParams)
  const [page, accounts, months, errors] = await Promise.all([
    list(organizationId, filter),
    listAccountChoices(organizationId),
    monthsWithReceipts(organizationId),
    errorWords(['upload_too_large', 'upload_wrong_type', 'upload_empty', 'upload_too_many', 'qonto_credentials_missing', 'qonto_credentials_refused', 'qonto_unreachable', 'qonto_refused', 'qonto_forbidden', 'qonto_not_found', 'qonto_rate_limited']),
  ])
  const isFiltered = Object.values(filter).some(Boolean)
  const words = isFiltered ? 'emptyFiltered' : empty
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t('title')} hint={t('intro')} />
      <ReceiptTabs current={tab} />
      <FilterBar path={path} filter={filter} accounts={accounts} months={months} />
      <section aria-label={t(`tabs.${tab}`)} className="rounded-xl border bg-surface shadow-card">
        {page.rows.length === 0 ? (
          <EmptyState icon={isFiltered ? <SearchX /> : icon} title={t(`${words}.title`)}>
            {t(`${words}.text`)}
          </EmptyState>
        ) : (
          <>
            <p className="border-b px-4 py-3 text-muted tabular-nums sm:px-6" aria-live="polite">{t('transactionCount', { count: page.total })}</p>
            <TransactionList rows={page.rows} errors={errors} canAdd={isAllowed(role, 'receipts.add')} />
            <Pager label={t('pages')} path={path} query={query} nextCursor={page.nextCursor} words={{ next: t('next'), first: t('first') }} />
          </>
        )}
      </section>
    </div>
  )
}
