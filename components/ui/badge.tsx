import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'

const style = cva('inline-flex items-center gap-1.5 rounded-full font-medium whitespace-nowrap [&_svg]:shrink-0', {
  variants: {
    tone: {
      neutral: 'bg-sunken text-muted',
      accent: 'bg-accent-soft text-accent-strong',
      ok: 'bg-ok-soft text-ok',
      warn: 'bg-warn-soft text-warn',
      bad: 'bg-bad-soft text-bad',
    },
    size: { small: 'px-2 py-0.5 text-xs [&_svg]:size-3.5', medium: 'px-2.5 py-1 text-sm [&_svg]:size-4' },
  },
  defaultVariants: { tone: 'neutral', size: 'small' },
})

export type Tone = NonNullable<VariantProps<typeof style>['tone']>

/** A state in one word, with an icon: never colour alone. */
export function Badge({ tone, size, icon, children }: VariantProps<typeof style> & { icon: ReactNode; children: ReactNode }) {
  return (
    <span className={style({ tone, size })}>
      {icon}
      {children}
    </span>
  )
}
