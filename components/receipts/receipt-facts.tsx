import { Download, ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import type { CertifiedCopy } from '@/lib/receipts/certified-copy'
import type { ReceiptRow } from '@/lib/receipts/present'
import { ReceiptStateBadge } from './receipt-state'

/** What is known about a receipt, and where it is. */
export async function ReceiptFacts({ receipt, copy }: { receipt: ReceiptRow; copy: CertifiedCopy | null }) {
  const t = await getTranslations('receipts')
  const cause = await getTranslations('errors')
  const format = await getFormat()
  const facts: [string, ReactNode][] = [
    [t('detail.amount'), <span key="amount" className="font-medium tabular-nums">{format.money(receipt.side === 'debit' ? -receipt.amountCents : receipt.amountCents, receipt.currency)}</span>],
    [t('detail.date'), format.moment(receipt.emittedAt)],
    [t('detail.added'), format.moment(receipt.addedAt)],
    [t('detail.account'), receipt.accountLabel],
    [t('detail.file'), `${receipt.fileName} · ${format.bytes(receipt.size)}`],
    ...(receipt.path ? ([[t('detail.place'), receipt.path]] satisfies [string, ReactNode][]) : []),
    ...(copy ? ([[t('detail.copy'), copy.path ?? (copy.cause ? cause(`${copy.cause}.sentence`) : t(copy.state === 'tombstoned' ? 'detail.copyKeptAway' : 'detail.copyOwed'))]] satisfies [string, ReactNode][]) : []),
  ]
  return (
    <Card id="facts" title={t('detail.facts')}>
      <ReceiptStateBadge state={receipt.state}>{t(`state.${receipt.state}`)}</ReceiptStateBadge>
      <p className="mt-2">
        {receipt.cause ? `${cause(`${receipt.cause}.sentence`)} ${cause(`${receipt.cause}.next`)}` : <span className="text-muted">{t(`stateHint.${receipt.state}`)}</span>}
      </p>
      <dl className="mt-4 flex flex-col gap-3">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt className="text-xs text-muted">{label}</dt>
            <dd className="mt-0.5">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-5 flex flex-wrap gap-2">
        {receipt.dropboxHref && (
          <a href={receipt.dropboxHref} target="_blank" rel="noreferrer" className={buttonStyle()}>
            <ExternalLink aria-hidden="true" />
            {t('detail.openDropbox')}
          </a>
        )}
        <a href={`/api/receipts/${receipt.id}?download`} download className={buttonStyle()}>
          <Download aria-hidden="true" />
          {t('detail.download')}
        </a>
      </div>
    </Card>
  )
}
