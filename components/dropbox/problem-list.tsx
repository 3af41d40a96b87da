import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { Link } from '@/components/ui/link'
import type { ProblemView } from '@/lib/exports/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

type Props = {
  problems: ProblemView[]
  retry: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  canRetry: boolean
}

/** Receipts that are owed and were tried in vain: what happened, what to do, and Retry. */
export async function ProblemList({ problems, retry, errors, canRetry }: Props) {
  const t = await getTranslations('connect')
  const cause = await getTranslations('errors')
  const format = await getFormat()
  if (problems.length === 0) return null
  return (
    <Card id="problems" title={t('problems.title')} hint={t('problems.hint')} flush>
      <ul className="divide-y border-t">
        {problems.map((problem) => (
          <li key={problem.exportId} className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 py-3 sm:px-6">
            <div className="min-w-0 flex-1 basis-72">
              <Link href={`/receipts/${problem.receiptId}`} className="font-medium hover:underline">
                {problem.fileName}
              </Link>
              <span className="text-muted"> · {problem.counterparty} · {problem.accountLabel}</span>
              <p className="mt-0.5">
                {cause(`${problem.cause}.sentence`)} <span className="text-muted">{cause(`${problem.cause}.next`)}</span>
              </p>
              <p className="mt-0.5 text-xs text-muted">
                {t('problems.since')} {format.moment(problem.since)} · {t('problems.attempts', { count: problem.attempts })}
              </p>
            </div>
            {canRetry && (
              <Command action={retry} errors={errors} values={{ exportId: problem.exportId }} size="small" label={`${t('actions.retry')}: ${problem.fileName}`} done={t('problems.retried')}>
                {t('actions.retry')}
              </Command>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
