import { ArrowLeft } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AddReceipt } from '@/components/receipts/add-receipt'
import { ReceiptFacts } from '@/components/receipts/receipt-facts'
import { ReceiptPreview } from '@/components/receipts/receipt-preview'
import { errorWords } from '@/components/shell/error-words'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { Link } from '@/components/ui/link'
import { requirePermission } from '@/lib/auth/require-actor'
import { toAppError } from '@/lib/errors'
import { getTranslations } from '@/lib/i18n/get-translations'
import { getWords } from '@/lib/i18n/get-words'
import { certifiedCopy } from '@/lib/receipts/certified-copy'
import { getReceipt } from '@/lib/receipts/get-receipt'

type Props = { params: Promise<{ receiptId: string }> }

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('receipts.detail'))('facts') })

export default async function ReceiptPage({ params }: Props) {
  const actor = await requirePermission('receipts.view')
  const receipt = await find(actor.organizationId, (await params).receiptId)
  const t = await getTranslations('receipts.detail')
  const errors = await errorWords(['upload_too_large', 'upload_wrong_type', 'upload_empty', 'upload_too_many', 'qonto_credentials_refused', 'qonto_unreachable', 'qonto_refused'])
  return (
    <div className="flex flex-col gap-6">
      <Link href="/receipts" className="-mb-2 inline-flex min-h-6 items-center gap-1.5 self-start text-muted hover:text-ink">
        <ArrowLeft aria-hidden="true" className="size-4" />
        {t('back')}
      </Link>
      <PageHeader title={receipt.counterparty} hint={receipt.fileName} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <ReceiptPreview receipt={receipt} />
        <div className="flex flex-col gap-6">
          <ReceiptFacts receipt={receipt} copy={await certifiedCopy(actor.organizationId, receipt.id)} />
          <Card id="another" title={t('another')}>
            <AddReceipt transactionId={receipt.transactionId} words={await getWords('receipts', 'add')} errors={errors} />
          </Card>
        </div>
      </div>
    </div>
  )
}

async function find(organizationId: string, id: string) {
  try {
    return await getReceipt(organizationId, id)
  } catch (thrown) {
    if (toAppError(thrown).code === 'not_found') notFound()
    throw thrown
  }
}
