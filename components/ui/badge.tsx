import type { ReactNode } from 'react'

const TONES = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent-strong',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
}

const SIZES = { small: 'px-2 py-0.5 text-xs [&_svg]:size-3.5', medium: 'px-2.5 py-1 text-sm [&_svg]:size-4' }

export type Tone = keyof typeof TONES

/** A state in one word, with an icon: never colour alone. */
export function Badge({ tone = 'neutral', size = 'small', icon, children }: { tone?: Tone | undefined; size?: keyof typeof SIZES; icon: ReactNode; children: ReactNode }) {
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-full font-medium whitespace-nowrap [&_svg]:shrink-0 ${TONES[tone]} ${SIZES[size]}`}>
      {icon}
      {children}
    </span>
  )
}
