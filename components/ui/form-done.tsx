'use client'

import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormDone } from './action-form'

/** A quiet word beside the button once the enclosing form has been accepted. */
export function FormDone({ children }: { children: ReactNode }) {
  const isDone = useFormDone()
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-muted">
      {isDone && (
        <>
          <Check aria-hidden="true" className="size-4 text-ok" />
          {children}
        </>
      )}
    </span>
  )
}
