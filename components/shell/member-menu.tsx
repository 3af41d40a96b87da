'use client'

import { ChevronsUpDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useWanted } from '@/components/ui/use-wanted'
import type { MemberMenuProps } from './member-menu-list'

const load = () => import('./member-menu-list')
const MemberMenuList = lazy(load)

/** Who is signed in, with sign-out, language and appearance. */
export function MemberMenu(props: MemberMenuProps) {
  const { isWanted, bind } = useWanted(load)
  const { member, words } = props
  const initials = member.name.split(/\s+/).map((part) => part.slice(0, 1)).slice(0, 2).join('').toUpperCase()
  const style = 'flex min-h-10 min-w-0 items-center gap-2.5 rounded-lg p-1 text-left hover:bg-sunken md:px-2 md:py-1.5'
  const label = `${words.menu}: ${member.name}`
  const content = (
    <>
      <span aria-hidden="true" className="grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-xs font-semibold text-muted">{initials}</span>
      <span className="hidden min-w-0 flex-1 md:block">
        <span className="block truncate font-medium">{member.name}</span>
        <span className="block truncate text-xs text-muted">{member.role}</span>
      </span>
      <ChevronsUpDown aria-hidden="true" className="hidden size-4 shrink-0 text-muted md:block" />
    </>
  )
  const closed = (
    <button type="button" aria-label={label} className={style} {...bind}>
      {content}
    </button>
  )
  if (!isWanted) return closed
  return (
    <Suspense fallback={closed}>
      <MemberMenuList {...props} trigger={<button type="button" aria-label={label} className={style}>{content}</button>} />
    </Suspense>
  )
}
