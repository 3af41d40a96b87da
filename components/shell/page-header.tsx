import type { ReactNode } from 'react'

/** The page's one heading, with its actions at the top right. */
export function PageHeader({ title, hint, actions }: { title: ReactNode; hint?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="flex min-h-10 flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-56">
        <h1 className="text-xl font-semibold tracking-tight sm:text-2xl sm:leading-8">{title}</h1>
        {hint && <p className="mt-1 max-w-prose text-muted">{hint}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
