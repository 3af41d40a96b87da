'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'

type NavigationLink = { href: string; label: string; icon: ReactNode }

/** The places of the app: beside the content on wide screens, at the bottom on phones. */
export function Navigation({ label, links }: { label: string; links: NavigationLink[] }) {
  const path = usePathname()
  return (
    <nav aria-label={label} className="fixed inset-x-0 bottom-0 z-30 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:static md:mt-4 md:flex-1 md:border-t-0">
      <ul className="grid auto-cols-fr grid-flow-col md:grid-flow-row md:gap-0.5">
        {links.map(({ href, label: text, icon }) => (
          <li key={href} className="min-w-0">
            <Link
              href={href}
              aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
              className="place"
            >
              {icon}
              <span className="max-w-full truncate">{text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
