import { Command } from '@/components/ui/command'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { Notice } from '@/components/ui/notice'
import type { GuardView } from '@/lib/deletions/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

const SHOWN = 5

type Props = {
  guard: GuardView
  answer: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  canAnswer: boolean
}

/** Asks before a mass deletion counts: keep away, or bring back. */
export async function GuardQuestion({ guard, answer, errors, canAnswer }: Props) {
  const t = await getTranslations('connect.guard')
  const format = await getFormat()
  const hidden = guard.folders.length - SHOWN
  return (
    <Notice tone="warn" title={t('title', { missing: guard.missing, total: guard.total })}>
      <p>{t('text', { when: format.moment(guard.seenAt) })}</p>
      {guard.folders.length > 0 && (
        <ul aria-label={t('folders')} className="mt-2 list-disc pl-5">
          {guard.folders.slice(0, SHOWN).map((folder) => (
            <li key={folder}>{folder}</li>
          ))}
          {hidden > 0 && <li>{t('more', { count: format.number(hidden) })}</li>}
        </ul>
      )}
      <p className="mt-2">{t('effect')}</p>
      {canAnswer && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Command action={answer} errors={errors} values={{ answer: 'bring_back' }} tone="primary" size="small">{t('bringBack')}</Command>
          <Command action={answer} errors={errors} values={{ answer: 'confirm' }} size="small">{t('confirm')}</Command>
        </div>
      )}
    </Notice>
  )
}
