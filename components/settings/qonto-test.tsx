'use client'

import { useActionState } from 'react'
import type { ErrorWords } from '@/components/ui/form-answer'
import { SubmitButton } from '@/components/ui/submit-button'
import type { QontoReport } from '@/lib/qonto-access/present'

/** What a test answers: nothing before it was asked for, else what Qonto said, or why it said nothing. */
export type QontoTestAnswer = null | { ok: true; report: QontoReport } | { ok: false; code: string }

type Words = Record<'test' | 'works' | 'company' | 'member' | 'accounts' | 'closedAccounts' | 'speed', string>
type Props = { action: (before: QontoTestAnswer) => Promise<QontoTestAnswer>; errors: ErrorWords; words: Words }

/** The Test button; below it which company answers, who signed in, how many accounts there are and how fast it was, or the cause in plain words. */
export function QontoTest({ action, errors, words }: Props) {
  const [answer, send] = useActionState(action, null)
  const problem = answer && !answer.ok ? (errors[answer.code] ?? errors.unexpected) : undefined
  return (
    <form action={send}>
      <SubmitButton tone="plain">
        {words.test}
      </SubmitButton>
      <div role="status">
        {answer?.ok && <Report report={answer.report} words={words} />}
        {problem && (
          <p className="mt-3 text-bad">
            {problem.sentence} {problem.next}
          </p>
        )}
      </div>
    </form>
  )
}

function Report({ report, words }: { report: QontoReport; words: Words }) {
  const rows: [string, string | number][] = [
    [words.company, report.company],
    ...(report.member ? [[words.member, report.member] as [string, string]] : []),
    [words.accounts, report.openAccounts],
    ...(report.closedAccounts > 0 ? [[words.closedAccounts, report.closedAccounts] as [string, number]] : []),
    [words.speed, `${report.milliseconds} ms`],
  ]
  return (
    <>
      <p className="mt-3 font-medium">{words.works}</p>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="wrap-anywhere tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
