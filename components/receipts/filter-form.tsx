'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition, type ReactNode } from 'react'

const TYPING_MS = 250

/** Puts each change of a filter into the address at once, and typed words after a short pause. */
export function FilterForm({ path, label, children }: { path: string; label: string; children: ReactNode }) {
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const show = (form: HTMLFormElement) => {
    const filled = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '')
    const query = new URLSearchParams(filled).toString()
    startTransition(() => router.replace(query ? `${path}?${query}` : path, { scroll: false }))
  }
  return (
    <form
      action={path}
      role="search"
      aria-label={label}
      aria-busy={isPending}
      className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
      onChange={(event) => {
        const form = event.currentTarget
        clearTimeout(timer.current)
        timer.current = setTimeout(() => show(form), event.target instanceof HTMLInputElement ? TYPING_MS : 0)
      }}
      onSubmit={(event) => {
        event.preventDefault()
        clearTimeout(timer.current)
        show(event.currentTarget)
      }}
    >
      {children}
    </form>
  )
}
