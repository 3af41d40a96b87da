'use client'

import { Badge, type Tone } from '@/components/ui/badge'
import { SheetIcon } from '@/components/ui/icon-sheet'
import { Link } from '@/components/ui/link'

type Line = Record<'id' | 'day' | 'counterparty' | 'fileName' | 'account' | 'money' | 'state', string>

type Props = {
  label: string
  lines: Line[]
  headings: Record<'date' | 'receipt' | 'account' | 'amount' | 'state', string>
  states: Record<string, { tone: Tone; text: string }>
}

/**
 * One table for all screens: phones see each line as a card, laid out in repeated.css; the roles keep it a table for assistive technology. A client
 * component, so that of each line only the values are sent twice.
 */
export function ReceiptLines({ label, lines, headings, states }: Props) {
  return (
    <table role="table" aria-label={label} className="receipt-table">
      <thead role="rowgroup" className="max-lg:sr-only">
        <tr role="row">
          <Heading className="w-32">{headings.date}</Heading>
          <Heading>{headings.receipt}</Heading>
          <Heading className="w-40">{headings.account}</Heading>
          <Heading className="w-32 text-right">{headings.amount}</Heading>
          <Heading className="w-44">{headings.state}</Heading>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {lines.map(({ id, day, counterparty, fileName, account, money, state }) => (
          <tr key={id} role="row">
            <td role="cell" className="receipt-day">{day}</td>
            <td role="cell" className="receipt-name">
              <Link href={`/receipts/${id}`}>{counterparty}</Link>
              <span title={fileName}>{fileName}</span>
            </td>
            <td role="cell" className="receipt-account" title={account}>{account}</td>
            <td role="cell" className="receipt-amount">{money}</td>
            <td role="cell" className="receipt-state">
              <Badge tone={states[state]?.tone} icon={<SheetIcon name={`receipt-${state}`} />}>{states[state]?.text}</Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Heading({ className = '', children }: { className?: string; children: string }) {
  return (
    <th scope="col" role="columnheader" className={`table-heading ${className}`}>
      {children}
    </th>
  )
}
