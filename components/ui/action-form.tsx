'use client'

import { createContext, use, type ReactNode } from 'react'
import { ErrorNotice } from './error-notice'
import type { ErrorWords, FormAnswer } from './form-answer'
import { useAnswer, type Action } from './use-answer'

const Answer = createContext<{ answer: FormAnswer; errors: ErrorWords; isPending: boolean }>({ answer: null, errors: {}, isPending: false })

type Props = {
  action: Action
  errors: ErrorWords
  children: ReactNode
  className?: string
}

/** A form that works before JavaScript has loaded; a refusal is shown at its field, or above the form when it has none. */
export function ActionForm({ action, errors, children, className }: Props) {
  const { answer, send, submit, isPending } = useAnswer(action)
  return (
    <form action={send} onSubmit={submit} className={className} noValidate>
      <Answer value={{ answer, errors, isPending }}>
        {answer && !answer.ok && !answer.field && <ErrorNotice code={answer.code} errors={errors} errorId={answer.errorId} values={answer.values} />}
        {children}
      </Answer>
    </form>
  )
}

/** True while the enclosing form waits for its answer. */
export const useFormPending = () => use(Answer).isPending

/** True once the enclosing form has been accepted, until it is sent again. */
export function useFormDone(): boolean {
  const { answer, isPending } = use(Answer)
  return answer?.ok === true && !isPending
}

/** What the enclosing form answered about one of its fields. */
export function useFormAnswer(name: string): { error: string | undefined; value: string | undefined } {
  const { answer, errors } = use(Answer)
  if (!answer || answer.ok) return { error: undefined, value: undefined }
  const words = errors[answer.code] ?? errors.unexpected
  return { error: answer.field === name ? `${words?.sentence} ${words?.next}` : undefined, value: answer.values?.[name] }
}
