import { FileQuestion } from 'lucide-react'
import Image from 'next/image'
import { EmptyState } from '@/components/ui/empty-state'
import { getTranslations } from '@/lib/i18n/get-translations'
import type { ReceiptRow } from '@/lib/receipts/present'

const IMAGES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']

/** The receipt itself: images and PDF in the page, anything else as a download. */
export async function ReceiptPreview({ receipt }: { receipt: Pick<ReceiptRow, 'id' | 'fileName' | 'contentType'> }) {
  const t = await getTranslations('receipts.detail')
  const address = `/api/receipts/${receipt.id}`
  const label = t('preview', { name: receipt.fileName })
  const box = 'w-full rounded-xl border bg-sunken shadow-card'
  if (IMAGES.includes(receipt.contentType)) {
    return (
      <div className={`${box} grid min-h-96 place-items-center p-4`}>
        <Image src={address} alt={label} width={1200} height={1600} unoptimized className="h-auto max-h-[80dvh] w-auto max-w-full rounded-md" />
      </div>
    )
  }
  if (receipt.contentType === 'application/pdf') return <iframe src={`${address}#toolbar=0&navpanes=0&view=FitH`} title={label} className={`${box} h-[80dvh]`} />
  return (
    <div className={box}>
      <EmptyState icon={<FileQuestion />} title={t('noPreview')} />
    </div>
  )
}
