import { Activity, Landmark, Link2, Receipt, Settings } from 'lucide-react'
import { getLocale } from 'next-intl/server'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { MemberMenu } from '@/components/shell/member-menu'
import { Navigation } from '@/components/shell/navigation'
import { isAllowed } from '@/lib/auth/permissions'
import { requireActor } from '@/lib/auth/require-actor'
import { getTranslations } from '@/lib/i18n/get-translations'
import { getWords } from '@/lib/i18n/get-words'
import { chooseLanguage, chooseTheme, leave } from './actions'

/** The signed-in frame. Convenience only: each page asks lib/auth itself. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor()
  const t = await getTranslations('common')
  const links = [
    { href: '/connect/dropbox', label: t('nav.connect'), icon: <Link2 aria-hidden="true" />, isShown: isAllowed(actor.role, 'connection.view') },
    { href: '/receipts', label: t('nav.receipts'), icon: <Receipt aria-hidden="true" />, isShown: isAllowed(actor.role, 'receipts.view') },
    { href: '/accounts', label: t('nav.accounts'), icon: <Landmark aria-hidden="true" />, isShown: isAllowed(actor.role, 'accounts.view') },
    { href: '/activity', label: t('nav.activity'), icon: <Activity aria-hidden="true" />, isShown: isAllowed(actor.role, 'activity.view') },
    { href: '/settings', label: t('nav.settings'), icon: <Settings aria-hidden="true" />, isShown: isAllowed(actor.role, 'settings.view') },
  ]
  const menu = (
    <MemberMenu
      member={{ name: actor.name, email: actor.email, role: t(`member.${actor.role}`) }}
      theme={(await cookies()).get('theme')?.value ?? 'system'}
      locale={await getLocale()}
      languages={await getWords('common', 'languages')}
      words={await getWords('common', 'member')}
      actions={{ leave, chooseLanguage, chooseTheme }}
    />
  )
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)] print:block">
      <a href="#content" className="sr-only rounded-lg bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50">
        {t('nav.skip')}
      </a>
      <aside className="flex items-center justify-between gap-3 border-b bg-surface px-4 py-2 md:sticky md:top-0 md:h-dvh md:flex-col md:items-stretch md:justify-start md:z-20 md:border-r md:border-b-0 md:px-3 md:py-4 print:hidden">
        <p className="flex min-w-0 items-center gap-2.5 px-2 font-semibold tracking-tight md:min-h-10">
          <span aria-hidden="true" className="grid size-7 shrink-0 place-items-center rounded-lg bg-accent text-xs text-on-accent">
            {actor.organizationName.slice(0, 1).toUpperCase()}
          </span>
          <span className="truncate" title={actor.organizationName}>{actor.organizationName}</span>
        </p>
        <Navigation label={t('nav.label')} links={links.filter((link) => link.isShown).map(({ href, label, icon }) => ({ href, label, icon }))} />
        {menu}
      </aside>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-5xl px-4 pt-6 pb-28 outline-none sm:px-8 sm:pt-10 md:pb-16 print:max-w-none print:p-0">
        {children}
      </main>
    </div>
  )
}
