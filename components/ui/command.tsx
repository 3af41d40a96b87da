'use client'

import type { ReactNode } from 'react'
import type { ButtonStyle } from './button-style'
import type { ErrorWords } from './form-answer'
import { SignInAgain } from './sign-in-again'
import { SubmitButton } from './submit-button'
import { useAnswer, type Action } from './use-answer'

type Props = ButtonStyle & {
  action: Action
  errors: ErrorWords
  children: ReactNode
  values?: Record<string, string>
  /** Why it cannot be pressed now: shown on hover and read aloud. */
  why?: string | undefined
  label?: string
  done?: string
  className?: string
}

/** One button that does one thing; what it answers stands below it. */
export function Command({ action, errors, children, values = {}, why, label, done, tone = 'plain', size, className }: Props) {
  const { answer, send, submit, isPending } = useAnswer(action)
  const words = answer && !answer.ok ? (errors[answer.code] ?? errors.unexpected) : undefined
  return (
    <form action={send} onSubmit={submit} className={className}>
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton tone={tone} size={size} isPending={isPending} disabled={why !== undefined} title={why} aria-label={label} className="w-full">
        {children}
      </SubmitButton>
      {why && <span className="sr-only">{why}</span>}
      {words && (
        <p role="alert" className="mt-1.5 max-w-64 text-xs text-bad">
          {words.sentence} {answer && !answer.ok && answer.code === 'signed_out' ? <SignInAgain>{words.next}</SignInAgain> : words.next}
        </p>
      )}
      {answer?.ok && done && (
        <p role="status" className="mt-1.5 max-w-64 text-xs text-muted">
          {done}
        </p>
      )}
    </form>
  )
}
