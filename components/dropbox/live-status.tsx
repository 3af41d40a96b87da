'use client'

import { useRouter } from 'next/navigation'
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react'
import { ProgressBar } from '@/components/ui/progress-bar'
import { RelativeTime } from '@/components/ui/relative-time'
import type { LiveView } from './live-view'
import { StateBadge } from './state-badge'
import { useLiveView } from './use-live-view'

// Its code is fetched when the server's stream does not come through.
const LivePolling = lazy(() => import('./live-polling'))

type Props = { initial: LiveView; label: string; actions: ReactNode }

/** Badge, the sentence that matters, progress, last and next run: kept true while the page is open. */
export function LiveStatus({ initial, label, actions }: Props) {
  const { view, isSilent, offer } = useLiveView(initial)
  const router = useRouter()
  const shown = useRef(initial.version)
  useEffect(() => {
    // The lists below the status come from the server: they are read again when something they show has changed.
    if (shown.current === view.version) return
    shown.current = view.version
    router.refresh()
  }, [view.version, router])
  const { count } = view
  return (
    <section aria-label={label} className="rounded-xl border bg-surface p-4 shadow-card sm:p-6">
      {isSilent && (
        <Suspense>
          <LivePolling isRunning={view.isRunning} offer={offer} />
        </Suspense>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 flex-1 basis-64" aria-live="polite">
          <StateBadge badge={view.badge}>{view.badgeText}</StateBadge>
          <h2 className="mt-3 text-lg leading-7 font-semibold tracking-tight text-balance">{view.headline}</h2>
          <p className="mt-0.5 min-h-5 text-muted">{view.details.join(' ')}</p>
        </div>
        <div className="flex flex-wrap gap-2">{actions}</div>
      </div>
      <div className="mt-5">
        <ProgressBar value={count.done} max={view.isRunning ? Math.max(1, count.total) : count.total} label={label} text={`${count.text} ${count.unit}`} />
        <p className="mt-2 flex flex-wrap justify-between gap-x-4 text-muted tabular-nums">
          <span>
            <strong className="font-semibold text-ink" data-testid="count">{count.text}</strong> {count.unit}
          </span>
          <span>{count.hint}</span>
        </p>
      </div>
      <dl className="mt-5 grid gap-x-8 gap-y-4 border-t pt-4 sm:grid-cols-2">
        {[view.lastRun, view.nextRun].map((fact) => (
          <div key={fact.label}>
            <dt className="text-xs text-muted">{fact.label}</dt>
            <dd className="mt-0.5 font-medium">
              {fact.iso && fact.exact ? (
                <>
                  <RelativeTime iso={fact.iso} initial={fact.text} exact={fact.exact} present={view.present} locale={view.locale} />
                  <span aria-hidden="true" className="font-normal text-muted"> · {fact.exact}</span>
                </>
              ) : (
                fact.text
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
