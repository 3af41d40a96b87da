'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { answerOf, textOf } from '@/app/form-answer'
import type { FormAnswer } from '@/components/ui/form-answer'
import { signIn } from '@/lib/auth/sign-in'
import { userAction } from '@/lib/auth/user-action'
import { toAppError } from '@/lib/errors'
import { saveDropboxApp } from '@/lib/installation/save-dropbox-app'
import { setUpOwner } from '@/lib/installation/set-up-owner'

const NewOwner = z.object({ code: z.string().max(100), organization: z.string().max(200), name: z.string().max(200), email: z.string().max(320), password: z.string().max(1000) })

const keepApp = userAction('installation.manage', z.object({ key: z.string().max(500), secret: z.string().max(500) }), async ({ actor, input }) => {
  await saveDropboxApp(actor, input)
  refresh()
})

/** Makes the first owner for whoever has the set-up code, signs them in and leads to the next step. */
export async function createFirstOwner(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const values = { code: textOf(form, 'code'), organization: textOf(form, 'organization'), name: textOf(form, 'name'), email: textOf(form, 'email') }
  const parsed = NewOwner.safeParse(Object.fromEntries(form))
  if (!parsed.success) return { ok: false, code: 'bad_input', values }
  try {
    await setUpOwner(parsed.data)
    await signIn(parsed.data.email, parsed.data.password)
  } catch (thrown) {
    const { code, next } = toAppError(thrown)
    if (next !== 'refuse') throw thrown
    return { ok: false, code, field: code === 'set_up_code_wrong' ? 'code' : undefined, values }
  }
  redirect('/set-up/dropbox')
}

/** The installation's Dropbox app: asked for at Dropbox first, stored only when Dropbox knows it. */
export async function saveApp(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const input = { key: textOf(form, 'key'), secret: textOf(form, 'secret') }
  return answerOf(await keepApp(input), { field: 'secret', fieldCodes: ['dropbox_app_refused'], values: { key: input.key } })
}
