'use client'

import { unstable_rethrow } from 'next/navigation'
import { startTransition, useActionState, useState, useTransition, type FormEvent } from 'react'
import type { FormAnswer } from './form-answer'

export type Action = (before: FormAnswer, form: FormData) => Promise<FormAnswer>

/**
 * A form's way to its action. Until JavaScript has loaded the browser itself sends the form (`send`); after that `submit` does, so that what was
 * typed stays in the form, and a call that never reached the server is answered here instead of ending the page.
 */
export function useAnswer(action: Action) {
  const [posted, send] = useActionState(action, null)
  const [answer, setAnswer] = useState(posted)
  const [isPending, startCall] = useTransition()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isPending) return
    const form = new FormData(event.currentTarget)
    startCall(async () => {
      const next = await answerOf(action, answer, form)
      startTransition(() => setAnswer(next))
    })
  }
  return { answer, send, submit, isPending }
}

async function answerOf(action: Action, before: FormAnswer, form: FormData): Promise<FormAnswer> {
  try {
    return await action(before, form)
  } catch (thrown) {
    // Redirects and refusals of Next pass through. An action of ours answers everything else itself, so this is the way to it that failed.
    unstable_rethrow(thrown)
    return { ok: false, code: 'server_unreachable' }
  }
}
