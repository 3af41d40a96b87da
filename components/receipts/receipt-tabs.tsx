import { Link } from '@/components/ui/link'
import { getTranslations } from '@/lib/i18n/get-translations'

const TABS = [
  { name: 'all', href: '/receipts' },
  { name: 'missing', href: '/receipts/missing' },
  { name: 'transactions', href: '/receipts/transactions' },
] as const

export type ReceiptTab = (typeof TABS)[number]['name']

/** The three views of the receipts page; each is a page with its own address. */
export async function ReceiptTabs({ current }: { current: ReceiptTab }) {
  const t = await getTranslations('receipts.tabs')
  return (
    <nav aria-label={t('label')} className="-mb-2 overflow-x-auto border-b">
      <ul className="flex gap-6">
        {TABS.map(({ name, href }) => (
          <li key={name}>
            <Link
              href={href}
              aria-current={name === current ? 'page' : undefined}
              className="-mb-px block border-b-2 border-transparent py-2.5 font-medium whitespace-nowrap text-muted hover:text-ink aria-[current]:border-accent aria-[current]:text-ink focus-visible:-outline-offset-2"
            >
              {t(name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
