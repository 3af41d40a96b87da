import type { Metadata } from 'next'
import { getTranslations } from '@/lib/i18n/get-translations'
import type { Search } from '../read-filter'
import { TransactionsPage } from '../transactions-page'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('receipts.tabs'))('missing') })

export default async function Page({ searchParams }: { searchParams: Search }) {
  return <TransactionsPage tab="missing" searchParams={searchParams} />
}
