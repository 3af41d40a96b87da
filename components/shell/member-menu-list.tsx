'use client'

import { LogOut } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition, type ReactElement } from 'react'
import { Menu, MenuChoice, MenuHeading, MenuItem, MenuLine } from '@/components/ui/menu'

type Choose<T> = (input: T) => Promise<unknown>

export type MemberMenuProps = {
  member: { name: string; email: string; role: string }
  theme: string
  locale: string
  languages: Record<string, string>
  words: Record<string, string>
  actions: { leave: (input: undefined) => Promise<unknown>; chooseLanguage: Choose<never>; chooseTheme: Choose<never> }
}

const THEMES = ['system', 'light', 'dark']

/** The member menu's list, loaded when somebody is about to open it. */
export default function MemberMenuList({ trigger, member, theme, locale, languages, words, actions }: MemberMenuProps & { trigger: ReactElement }) {
  const router = useRouter()
  const [, startTransition] = useTransition()
  const choose = (action: Choose<never>, value: string) =>
    startTransition(async () => {
      // The menu offers exactly the values that the action's schema accepts.
      await action(value as never)
      router.refresh()
    })
  return (
    <Menu trigger={trigger}>
      <p className="px-2.5 pt-2 pb-1 text-xs text-muted">{member.email}</p>
      <MenuLine />
      <MenuHeading>{words.theme}</MenuHeading>
      {THEMES.map((name) => (
        <MenuChoice key={name} isChosen={theme === name} onClick={() => choose(actions.chooseTheme, name)}>
          {words[name]}
        </MenuChoice>
      ))}
      <MenuLine />
      <MenuHeading>{words.language}</MenuHeading>
      {Object.entries(languages).map(([code, name]) => (
        <MenuChoice key={code} isChosen={locale === code} onClick={() => choose(actions.chooseLanguage, code)}>
          <span lang={code}>{name}</span>
        </MenuChoice>
      ))}
      <MenuLine />
      <MenuItem onClick={() => startTransition(async () => void (await actions.leave(undefined)))}>
        <LogOut aria-hidden="true" />
        {words.signOut}
      </MenuItem>
    </Menu>
  )
}
