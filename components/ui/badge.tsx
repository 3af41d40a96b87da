import type { ReactNode } from 'react'

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad'

/** A state in one word, with an icon: never colour alone. repeated.css says how each tone looks, once for all the badges of a page. */
export function Badge({ tone = 'neutral', size = 'small', icon, children }: { tone?: Tone | undefined; size?: 'small' | 'medium'; icon: ReactNode; children: ReactNode }) {
  return (
    <span className={`badge badge-${tone} badge-${size}`}>
      {icon}
      {children}
    </span>
  )
}
