import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Command } from '@/components/ui/command'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import type { KeptAway } from '@/lib/deletions/present'

type Props = {
  kept: KeptAway
  bringBack: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  canChange: boolean
}

/** The receipts that a deleted folder keeps away, each with the way to bring it back alone. */
export async function KeptReceipts({ kept: { count, first }, bringBack, errors, canChange }: Props) {
  const t = await getTranslations('connect')
  return (
    <details className="-mt-2 basis-full pl-8">
      <summary className="w-fit cursor-pointer rounded text-sm font-medium text-accent hover:underline">{t('deletions.show', { count })}</summary>
      <ul className="mt-2 flex flex-col gap-2 border-l-2 pl-3">
        {first.map(({ receiptId, name }) => (
          <li key={receiptId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
            <Link href={`/receipts/${receiptId}`} className="min-w-0 break-words hover:underline">
              {name}
            </Link>
            {canChange && (
              <Command action={bringBack} errors={errors} values={{ receiptId }} size="small" label={`${t('actions.bringBack')}: ${name}`}>
                {t('actions.bringBack')}
              </Command>
            )}
          </li>
        ))}
      </ul>
      {count > first.length && (
        <p className="mt-2 pl-3">
          <Link href="/receipts?state=kept_away" className="text-accent hover:underline">
            {t('deletions.all', { count })}
          </Link>
        </p>
      )}
    </details>
  )
}
