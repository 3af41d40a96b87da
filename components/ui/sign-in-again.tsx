'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'

/** The way through the sign-in page and back to where one was; `values`, what was typed there, go along in the address. */
export function SignInAgain({ values, children }: { values?: Record<string, string> | undefined; children: ReactNode }) {
  const query = new URLSearchParams({ ...Object.fromEntries(useSearchParams()), ...values }).toString()
  const next = `${usePathname()}${query && `?${query}`}`
  return (
    <a href={`/sign-in?next=${encodeURIComponent(next)}`} className="font-medium text-accent underline">
      {children}
    </a>
  )
}
