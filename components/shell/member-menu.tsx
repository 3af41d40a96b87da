'use client'

import { ChevronsUpDown, LogOut } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Menu, MenuChoice, MenuGroup, MenuItem } from '@/components/ui/menu'

type Choose<T> = (input: T) => Promise<unknown>

type Props = {
  member: { name: string; email: string; role: string }
  theme: string
  locale: string
  languages: Record<string, string>
  words: Record<string, string>
  actions: { leave: (input: undefined) => Promise<unknown>; chooseLanguage: Choose<never>; chooseTheme: Choose<never> }
}

const THEMES = ['system', 'light', 'dark']

/** Who is signed in, with sign-out, language and appearance. */
export function MemberMenu({ member, theme, locale, languages, words, actions }: Props) {
  const router = useRouter()
  const [, startTransition] = useTransition()
  const choose = (action: Choose<never>, value: string) =>
    startTransition(async () => {
      // The menu offers exactly the values that the action's schema accepts.
      await action(value as never)
      router.refresh()
    })
  const initials = member.name.split(/\s+/).map((part) => part.slice(0, 1)).slice(0, 2).join('').toUpperCase()
  return (
    <Menu
      label={`${words.menu}: ${member.name}`}
      triggerClass="flex min-h-10 w-full min-w-0 items-center gap-2.5 rounded-lg p-1 text-left hover:bg-sunken md:px-2 md:py-1.5"
      popupClass="top-full right-0 mt-1.5 md:top-auto md:right-auto md:bottom-full md:left-0 md:mb-1.5 md:w-full"
      trigger={
        <>
          <span aria-hidden="true" className="grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-xs font-semibold text-muted">{initials}</span>
          <span className="hidden min-w-0 flex-1 md:block">
            <span className="block truncate font-medium">{member.name}</span>
            <span className="block truncate text-xs text-muted">{member.role}</span>
          </span>
          <ChevronsUpDown aria-hidden="true" className="hidden size-4 shrink-0 text-muted md:block" />
        </>
      }
    >
      <MenuGroup label={words.theme ?? ''}>
        {THEMES.map((name) => (
          <MenuChoice key={name} isChosen={theme === name} onClick={() => choose(actions.chooseTheme, name)}>
            {words[name]}
          </MenuChoice>
        ))}
      </MenuGroup>
      <MenuGroup label={words.language ?? ''}>
        {Object.entries(languages).map(([code, name]) => (
          <MenuChoice key={code} isChosen={locale === code} onClick={() => choose(actions.chooseLanguage, code)}>
            <span lang={code}>{name}</span>
          </MenuChoice>
        ))}
      </MenuGroup>
      <MenuGroup label={member.email}>
        <MenuItem onClick={() => startTransition(async () => void (await actions.leave(undefined)))}>
          <LogOut aria-hidden="true" />
          {words.signOut}
        </MenuItem>
      </MenuGroup>
    </Menu>
  )
}
