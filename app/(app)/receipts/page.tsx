import { Plus, Receipt, SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import { FilterBar } from '@/components/receipts/filter-bar'
import { ReceiptTable } from '@/components/receipts/receipt-table'
import { ReceiptTabs } from '@/components/receipts/receipt-tabs'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { Pager } from '@/components/ui/pager'
import { listAccountChoices } from '@/lib/accounts/list-account-choices'
import { requirePermission } from '@/lib/auth/require-actor'
import { getTranslations } from '@/lib/i18n/get-translations'
import { listReceipts } from '@/lib/receipts/list-receipts'
import { monthsWithReceipts } from '@/lib/receipts/months-with-receipts'
import { readFilter, type Search } from './read-filter'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('receipts'))('title') })

export default async function ReceiptsPage({ searchParams }: { searchParams: Search }) {
  const { organizationId } = await requirePermission('receipts.view')
  const t = await getTranslations('receipts')
  const { filter, query } = await readFilter(searchParams)
  const [page, accounts, months] = await Promise.all([listReceipts(organizationId, filter), listAccountChoices(organizationId), monthsWithReceipts(organizationId)])
  const isFiltered = Object.values(filter).some(Boolean)
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={t('title')}
        hint={t('intro')}
        actions={
          <ButtonLink href="/receipts/transactions" tone="primary">
            <Plus aria-hidden="true" />
            {t('add.title')}
          </ButtonLink>
        }
      />
      <ReceiptTabs current="all" />
      <FilterBar path="/receipts" filter={filter} accounts={accounts} months={months} withState />
      <section aria-label={t('title')} className="rounded-xl border bg-surface shadow-card">
        {page.rows.length === 0 ? (
          <EmptyState icon={isFiltered ? <SearchX /> : <Receipt />} title={t(isFiltered ? 'emptyFiltered.title' : 'empty.title')}>
            {t(isFiltered ? 'emptyFiltered.text' : 'empty.text')}
          </EmptyState>
        ) : (
          <>
            <p className="px-4 pt-4 pb-2 text-muted tabular-nums sm:px-6" aria-live="polite">{t('count', { count: page.total })}</p>
            <ReceiptTable rows={page.rows} label={t('title')} />
            <Pager label={t('pages')} path="/receipts" query={query} nextCursor={page.nextCursor} words={{ next: t('next'), first: t('first') }} />
          </>
        )}
      </section>
    </div>
  )
}
