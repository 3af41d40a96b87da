import type { ReactNode } from 'react'

type Props = { title?: ReactNode; hint?: ReactNode; actions?: ReactNode; children: ReactNode; id?: string; flush?: boolean; level?: 2 | 3 }

/** One subject of a page, with its heading. `flush` lets tables and lists reach the border. */
export function Card({ title, hint, actions, children, id, flush = false, level = 2 }: Props) {
  const Heading = `h${level}` as const
  return (
    <section aria-labelledby={title && id ? `${id}-title` : undefined} id={id} className="min-w-0 rounded-xl border bg-surface shadow-card">
      {title && (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-6 sm:pt-5">
          <div className="min-w-0">
            <Heading id={id ? `${id}-title` : undefined} className="text-base font-semibold tracking-tight">
              {title}
            </Heading>
            {hint && <p className="mt-0.5 text-muted">{hint}</p>}
          </div>
          {actions}
        </header>
      )}
      <div className={flush ? 'pt-3' : 'p-4 sm:p-6'}>{children}</div>
    </section>
  )
}
