'use client'

import { useEffect, useState } from 'react'
import { relativeTime } from '@/lib/i18n/format'

/** A recent moment in words ("5 minutes ago") that stays true while the page is open; exact on hover and for screen readers. */
export function RelativeTime({ iso, initial, exact, locale }: { iso: string; initial: string; exact: string; locale: string }) {
  const [text, setText] = useState(initial)
  useEffect(() => {
    const timer = setInterval(() => setText(relativeTime(iso, new Date(), locale)), 30_000)
    return () => clearInterval(timer)
  }, [iso, locale])
  return (
    <time dateTime={iso} title={exact}>
      <span aria-hidden="true">{text}</span>
      <span className="sr-only">{exact}</span>
    </time>
  )
}
