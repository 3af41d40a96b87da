import type { ReactNode } from 'react'

type Props = { icon?: ReactNode; title: ReactNode; children?: ReactNode; action?: ReactNode; level?: 'h1' | 'h2' | 'p' }

/** What to do where nothing is yet. */
export function EmptyState({ icon, title, children, action, level: Title = 'p' }: Props) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-12 text-center">
      {icon && <div className="mb-4 grid size-11 place-items-center rounded-xl border bg-canvas text-muted [&_svg]:size-5">{icon}</div>}
      <Title className="text-base font-semibold tracking-tight">{title}</Title>
      {children && <div className="mt-1 text-muted">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  )
}
