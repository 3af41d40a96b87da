import type { ReactNode } from 'react'

/** The page's one heading, with its actions at the top right. */
export function PageHeader({ title, hint, actions }: { title: ReactNode; hint?: ReactNode; actions?: ReactNode }) {
  return (
    <header>
      <div className="flex min-h-10 flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <h1 className="min-w-0 flex-1 basis-28 pt-1 text-xl font-semibold tracking-tight sm:text-2xl sm:leading-8">{title}</h1>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {hint && <p className="mt-1 max-w-prose text-muted">{hint}</p>}
    </header>
  )
}
