import type { ComponentProps, ReactNode } from 'react'

type TableProps = { label: string; children: ReactNode; className?: string }

/**
 * A table. Where it is narrow each line becomes a block with the column's name beside each value, so that nothing scrolls sideways; the
 * roles keep it a table for assistive technology.
 */
export function Table({ label, children, className = '' }: TableProps) {
  return (
    <div className="@container">
      <table role="table" aria-label={label} className={`w-full border-collapse text-left tabular-nums @max-3xl:block print:table ${className}`}>
        {children}
      </table>
    </div>
  )
}

/** The columns' names; where it is narrow each value carries its own. */
export function Thead({ children }: { children: ReactNode }) {
  return (
    <thead role="rowgroup" className="@max-3xl:sr-only print:not-sr-only print:table-header-group">
      <tr role="row">{children}</tr>
    </thead>
  )
}

/** The lines. */
export function Tbody({ children }: { children: ReactNode }) {
  return (
    <tbody role="rowgroup" className="@max-3xl:block @max-3xl:border-t print:table-row-group">
      {children}
    </tbody>
  )
}

/** Heading of a column; numbers stand on the right. */
export function Th({ numeric, className = '', ...rest }: ComponentProps<'th'> & { numeric?: boolean }) {
  return <th scope="col" role="columnheader" className={`border-b px-4 py-2 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6 ${numeric ? 'text-right' : ''} ${className}`} {...rest} />
}

const wideCell = 'border-b px-4 py-2.5 align-top first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6'
const narrowCell = '@max-3xl:block @max-3xl:min-w-0 @max-3xl:border-b-0 @max-3xl:p-0 @max-3xl:py-0.5 @max-3xl:first:pl-0 @max-3xl:last:pr-0 print:table-cell print:px-2 print:py-1'
const namedCell = '@max-3xl:flex @max-3xl:justify-between @max-3xl:gap-6 @max-3xl:text-right @max-3xl:before:shrink-0 @max-3xl:before:text-muted @max-3xl:before:content-[attr(data-label)] print:before:hidden'

type TdProps = ComponentProps<'td'> & {
  numeric?: boolean
  /** The column's name, shown beside the value where the table is narrow. Left out for what names the line. */
  label?: string
}

/** A cell; numbers stand on the right and never break. */
export function Td({ numeric, label, className = '', children, ...rest }: TdProps) {
  const look = `${numeric ? 'text-right whitespace-nowrap' : ''} ${label ? namedCell : '@max-3xl:font-medium'}`
  return (
    <td role="cell" data-label={label} className={`${wideCell} ${narrowCell} ${look} ${className}`} {...rest}>
      {label ? <div className="min-w-0">{children}</div> : children}
    </td>
  )
}

/** A line of the table, marked while the pointer is on it. */
export function Tr({ className = '', ...rest }: ComponentProps<'tr'>) {
  return <tr role="row" className={`hover:bg-sunken/60 @max-3xl:block @max-3xl:border-b @max-3xl:px-4 @max-3xl:py-3 @max-3xl:last:border-b-0 sm:@max-3xl:px-6 print:table-row @3xl:[&:last-child>td]:border-b-0 ${className}`} {...rest} />
}
