'use client'

import type { ReactNode } from 'react'
import { Badge, type Tone } from './badge'
import { SheetIcon } from './icon-sheet'
import { Table, Tbody, Td, Th, Thead, Tr } from './table'

export type Column = { heading: string; numeric?: boolean; className?: string }

export type Cell =
  | string
  | {
      text: string
      /** A second, quieter line. */
      note?: string | undefined
      /** The text as a state; `icon` is one of the page's icon sheet. */
      badge?: { tone: Tone; icon: string }
      /** The moment that the text tells, ISO 8601. */
      at?: string
      title?: string
      /** Where lines are blocks, what is none takes no line of its own. */
      isNone?: boolean
      more?: ReactNode
    }

export type Line = { key: string; cells: Cell[] }

type Props = { label: string; columns: Column[]; lines: Line[]; isDense?: boolean; children?: ReactNode }

/**
 * A table from plain values; the first column names each line, `children` are its foot. A client component for its weight: a page sends what the server has
 * rendered twice, as HTML and as the tree that React takes over, and of this only the values.
 */
export function DataTable({ label, columns, lines, isDense, children }: Props) {
  return (
    <Table label={label} isDense={isDense}>
      <Thead>
        {columns.map(({ heading, numeric }) => (
          <Th key={heading} numeric={numeric}>{heading}</Th>
        ))}
      </Thead>
      <Tbody>
        {lines.map(({ key, cells }) => (
          <Tr key={key}>
            {cells.map((cell, at) => {
              const { heading, numeric, className } = columns[at] ?? { heading: '' }
              const { title, isNone } = typeof cell === 'string' ? {} : cell
              return (
                <Td key={heading} label={at === 0 ? undefined : heading} numeric={numeric} title={title} className={isNone ? 'table-none' : className}>
                  {typeof cell === 'string' ? cell : <Value cell={cell} />}
                </Td>
              )
            })}
          </Tr>
        ))}
      </Tbody>
      {children}
    </Table>
  )
}

function Value({ cell: { text, note, badge, at, more } }: { cell: Exclude<Cell, string> }) {
  if (at) return <time dateTime={at}>{text}</time>
  if (!badge && !note && !more) return text
  return (
    <div className="min-w-0">
      {badge ? <Badge tone={badge.tone} icon={<SheetIcon name={badge.icon} />}>{text}</Badge> : text}
      {more}
      {note && <span className={`block text-xs text-muted ${badge ? 'mt-1' : ''}`}>{note}</span>}
    </div>
  )
}
