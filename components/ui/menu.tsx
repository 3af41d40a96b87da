'use client'

import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'

const itemStyle = 'flex min-h-9 w-full cursor-default items-center gap-2.5 rounded-lg px-2.5 text-left text-sm outline-hidden select-none data-highlighted:bg-sunken data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted'

/** A list of actions under a button, open at first: arrow keys, first letters and Escape work. */
export function Menu({ trigger, children, align = 'end' }: { trigger: ReactElement; children: ReactNode; align?: 'start' | 'end' }) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} collisionPadding={8} className="z-40 outline-hidden">
          <Base.Popup className="min-w-52 rounded-xl border bg-surface p-1 shadow-float outline-hidden transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** One action of a menu. */
export function MenuItem({ onClick, children, isDanger = false }: { onClick: () => void; children: ReactNode; isDanger?: boolean }) {
  return (
    <Base.Item onClick={onClick} className={`${itemStyle} ${isDanger ? 'text-bad [&_svg]:text-bad' : ''}`}>
      {children}
    </Base.Item>
  )
}

/** One of several choices of which one holds. */
export function MenuChoice({ isChosen, onClick, children }: { isChosen: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Base.Item onClick={onClick} aria-current={isChosen ? 'true' : undefined} className={`${itemStyle} aria-[current]:font-medium`}>
      {children}
      {isChosen && <span aria-hidden="true" className="ml-auto size-1.5 rounded-full bg-accent" />}
    </Base.Item>
  )
}

/** A heading inside a menu. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-2.5 pt-2 pb-1 text-xs text-muted">{children}</div>
}

export function MenuLine() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />
}
