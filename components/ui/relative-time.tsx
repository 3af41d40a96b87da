'use client'

import { useEffect, useState } from 'react'
import { relativeTime } from '@/lib/i18n/format'

type Props = { iso: string; initial: string; exact: string; present: string; locale: string }

/** A recent moment in words ("5 minutes ago") that stays true while the page is open; exact on hover and for screen readers. */
export function RelativeTime({ iso, initial, exact, present, locale }: Props) {
  const [later, setLater] = useState<{ from: string; text: string }>()
  useEffect(() => {
    // Counted from the server's clock: this device's may be wrong.
    const ahead = Date.now() - new Date(present).getTime()
    const timer = setInterval(() => setLater({ from: initial, text: relativeTime(iso, new Date(Date.now() - ahead), locale) }), 20_000)
    return () => clearInterval(timer)
  }, [iso, initial, present, locale])
  return (
    <time dateTime={iso} title={exact}>
      <span aria-hidden="true">{later?.from === initial ? later.text : initial}</span>
      <span className="sr-only">{exact}</span>
    </time>
  )
}
