import type { ComponentProps, ReactNode } from 'react'

/** A table that scrolls inside its own frame on narrow screens, so that the page never does. */
export function Table({ label, children, className = '' }: { label: string; children: ReactNode; className?: string }) {
  return (
    <div role="group" aria-label={label} tabIndex={0} className="overflow-x-auto rounded-b-xl focus-visible:-outline-offset-2">
      <table className={`w-full border-collapse text-left tabular-nums ${className}`}>{children}</table>
    </div>
  )
}

/** Heading of a column; numbers stand on the right. */
export function Th({ numeric, className = '', ...rest }: ComponentProps<'th'> & { numeric?: boolean }) {
  return <th scope="col" className={`border-b px-4 py-2 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6 ${numeric ? 'text-right' : ''} ${className}`} {...rest} />
}

/** A cell; numbers stand on the right and never break. */
export function Td({ numeric, className = '', ...rest }: ComponentProps<'td'> & { numeric?: boolean }) {
  return <td className={`border-b px-4 py-2.5 align-top first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6 ${numeric ? 'text-right whitespace-nowrap' : ''} ${className}`} {...rest} />
}

/** A line of the table, marked while the pointer is on it. */
export function Tr({ className = '', ...rest }: ComponentProps<'tr'>) {
  return <tr className={`hover:bg-sunken/60 [&:last-child>td]:border-b-0 ${className}`} {...rest} />
}
