'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

/** The way through the sign-in page and back to where one was. */
export function SignInAgain({ children }: { children: ReactNode }) {
  return (
    <a href={`/sign-in?next=${encodeURIComponent(usePathname())}`} className="font-medium text-accent underline">
      {children}
    </a>
  )
}
