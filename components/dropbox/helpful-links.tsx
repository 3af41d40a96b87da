import { BadgeCheck, Calendar, CreditCard, ExternalLink, Folder, FolderOpen, Receipt } from 'lucide-react'
import { Card } from '@/components/ui/card'
import { Link } from '@/components/ui/link'
import type { HelpfulLink } from '@/lib/connections/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

const ICONS = { root: FolderOpen, account: Folder, period: Calendar, plan: CreditCard }
const rowStyle = 'flex min-h-10 items-center gap-3 px-4 py-2 hover:bg-sunken sm:px-6 focus-visible:-outline-offset-2'

/** Shortcuts to the places at Dropbox and to our own pages about them. */
export async function HelpfulLinks({ links }: { links: HelpfulLink[] }) {
  const t = await getTranslations('connect.links')
  const format = await getFormat()
  const text = (link: HelpfulLink) => {
    if (link.kind === 'account') return t('account', { label: link.label ?? '' })
    if (link.kind === 'period') return t('period', { label: (link.label ?? '').replace(/\d{4}-\d{2}$/, (period) => format.period(period)) })
    return t(link.kind)
  }
  const own = [
    { href: '/connect/dropbox/certificate', icon: BadgeCheck, label: t('certificate') },
    { href: '/receipts', icon: Receipt, label: t('receipts') },
  ]
  return (
    <Card id="links" title={t('title')} flush>
      <ul className="pb-3">
        {links.map((link) => {
          const Icon = ICONS[link.kind]
          return (
            <li key={`${link.kind} ${link.href}`}>
              <a href={link.href} target="_blank" rel="noreferrer" className={rowStyle}>
                <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
                <span className="min-w-0 flex-1 truncate" title={text(link)}>{text(link)}</span>
                <span className="sr-only">{t('newTab')}</span>
                <ExternalLink aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
              </a>
            </li>
          )
        })}
        {own.map(({ href, icon: Icon, label }) => (
          <li key={href}>
            <Link href={href} className={rowStyle}>
              <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
