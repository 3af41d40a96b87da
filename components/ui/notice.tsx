import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

const LOOK = {
  info: { icon: Info, box: 'border-line bg-sunken', mark: 'text-accent' },
  ok: { icon: CircleCheck, box: 'border-ok/25 bg-ok-soft', mark: 'text-ok' },
  warn: { icon: TriangleAlert, box: 'border-warn/25 bg-warn-soft', mark: 'text-warn' },
  bad: { icon: CircleAlert, box: 'border-bad/25 bg-bad-soft', mark: 'text-bad' },
}

type Props = { tone?: keyof typeof LOOK; title: ReactNode; children?: ReactNode; action?: ReactNode; role?: 'alert' | 'status' }

/** One sentence that needs to be read, what to do about it, and at most one action. */
export function Notice({ tone = 'info', title, children, action, role }: Props) {
  const { icon: Icon, box, mark } = LOOK[tone]
  return (
    <div role={role} className={`flex flex-wrap items-start gap-x-4 gap-y-3 rounded-xl border px-4 py-3 ${box}`}>
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${mark}`} />
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {action}
    </div>
  )
}
