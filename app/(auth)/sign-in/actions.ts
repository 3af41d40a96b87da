'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormAnswer } from '@/components/ui/form-answer'
import { safeNext, signIn } from '@/lib/auth/sign-in'
import { toAppError } from '@/lib/errors'

const Form = z.object({ email: z.string().max(320), password: z.string().max(1000), next: z.string().max(2000).catch('/') })

/** Signs in and leads to where the member wanted to go. */
export async function enter(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const parsed = Form.safeParse(Object.fromEntries(form))
  if (!parsed.success) return { ok: false, code: 'sign_in_failed' }
  const { email, password, next } = parsed.data
  try {
    await signIn(email, password)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.next !== 'refuse') throw thrown
    return { ok: false, code: error.code, values: { email } }
  }
  redirect(safeNext(next))
}
