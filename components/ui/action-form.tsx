'use client'

import { createContext, use, useActionState, type ReactNode } from 'react'
import { ErrorNotice } from './error-notice'
import type { ErrorWords, FormAnswer } from './form-answer'

const Answer = createContext<{ answer: FormAnswer; errors: ErrorWords }>({ answer: null, errors: {} })

type Props = {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  children: ReactNode
  className?: string
}

/** A form that works before JavaScript has loaded; a refusal is shown at its field, or above the form when it has none. */
export function ActionForm({ action, errors, children, className }: Props) {
  const [answer, send] = useActionState(action, null)
  return (
    <form action={send} className={className} noValidate>
      <Answer value={{ answer, errors }}>
        {answer && !answer.ok && !answer.field && <ErrorNotice code={answer.code} errors={errors} errorId={answer.errorId} />}
        {children}
      </Answer>
    </form>
  )
}

/** What the enclosing form answered about one of its fields. */
export function useFormAnswer(name: string): { error: string | undefined; value: string | undefined } {
  const { answer, errors } = use(Answer)
  if (!answer || answer.ok) return { error: undefined, value: undefined }
  const words = errors[answer.code] ?? errors.unexpected
  return { error: answer.field === name ? `${words?.sentence} ${words?.next}` : undefined, value: answer.values?.[name] }
}
