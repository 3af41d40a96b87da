import type { ReactNode } from 'react'
import { ButtonLink } from '@/components/ui/button-link'

/** Back on the left, the way on at the right; on phones the way on comes first. */
export function WizardButtons({ backHref, back, children }: { backHref: string; back: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-between">
      <ButtonLink href={backHref} size="large" tone="quiet" className="sm:-ml-5">
        {back}
      </ButtonLink>
      {children}
    </div>
  )
}
