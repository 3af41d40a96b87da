import { Search } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { Link } from '@/components/ui/link'
import { SelectFilter } from '@/components/ui/select-filter'
import type { AccountRow } from '@/lib/accounts/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import type { ReceiptFilter, ReceiptState } from '@/lib/receipts/present'
import { FilterForm } from './filter-form'

const STATES: ReceiptState[] = ['in_dropbox', 'waiting', 'problem', 'kept_away', 'changed', 'outside']

type Props = { path: string; filter: ReceiptFilter; accounts: Pick<AccountRow, 'id' | 'label'>[]; months: string[]; withState?: boolean }

/** Search and filters. They live in the address; without JavaScript *Apply* sends them. */
export async function FilterBar({ path, filter, accounts, months, withState = false }: Props) {
  const t = await getTranslations('receipts')
  const format = await getFormat()
  const isFiltered = Boolean(filter.search || filter.accountId || filter.month || filter.state)
  return (
    <FilterForm path={path} label={t('filter.label')}>
      <div className="relative col-span-full min-w-0 sm:col-span-1 sm:flex-1 sm:basis-56">
        <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted" />
        <input type="search" name="search" aria-label={t('filter.search')} placeholder={t('filter.searchPlaceholder')} defaultValue={filter.search} maxLength={200} className="h-9 w-full min-w-0 rounded-lg border border-line-strong bg-surface pr-3 pl-9 text-base shadow-card placeholder:text-muted hover:border-muted sm:text-sm" />
      </div>
      {accounts.length > 1 && (
        <SelectFilter name="account" label={t('filter.account')} value={filter.accountId} any={t('filter.anyAccount')} options={accounts.map(({ id, label }) => ({ value: id, label }))} />
      )}
      <SelectFilter name="month" label={t('filter.month')} value={filter.month} any={t('filter.anyMonth')} options={months.map((month) => ({ value: month, label: format.period(month) }))} />
      {withState && <SelectFilter name="state" label={t('filter.state')} value={filter.state} any={t('filter.anyState')} options={STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))} />}
      <noscript>
        <Button type="submit">{t('filter.apply')}</Button>
      </noscript>
      {isFiltered && (
        <Link href={path} className={buttonStyle({ tone: 'quiet' })}>
          {t('filter.clear')}
        </Link>
      )}
    </FilterForm>
  )
}
