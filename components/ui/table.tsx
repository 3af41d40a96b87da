import type { ComponentProps, ReactNode } from 'react'

type TableProps = { label: string; children: ReactNode; isDense?: boolean | undefined }

/**
 * A table. Where it is narrow each line becomes a block with the column's name beside each value, so that nothing scrolls sideways; the
 * roles keep it a table for assistive technology. `isDense` is for many columns: they stand closer, and their names may take two lines.
 */
export function Table({ label, children, isDense = false }: TableProps) {
  return (
    <div className="@container">
      <table role="table" aria-label={label} className={`w-full border-collapse text-left tabular-nums @max-3xl:block print:table ${isDense ? 'table-dense' : ''}`}>
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
export function Th({ numeric, className, ...rest }: ComponentProps<'th'> & { numeric?: boolean | undefined }) {
  return <th scope="col" role="columnheader" className={classes('table-heading', numeric && 'text-right', className)} {...rest} />
}

// What every cell has is said once, in repeated.css: a page with a thousand of them would carry it a thousand times over.
type TdProps = ComponentProps<'td'> & {
  numeric?: boolean | undefined
  /** The column's name, shown beside the value where the table is narrow. Left out for what names the line. */
  label?: string | undefined
}

/** A cell; numbers stand on the right and never break. Where the table is narrow its children stand beside each other: what is more than text comes in one element. */
export function Td({ numeric, label, className, ...rest }: TdProps) {
  return <td role="cell" data-label={label} className={classes(label ? 'table-cell-named' : 'table-cell-naming', numeric && 'table-number', className)} {...rest} />
}

/** A line of the table, marked while the pointer is on it. */
export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr role="row" className={classes('table-line', className)} {...rest} />
}

const classes = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(' ')
