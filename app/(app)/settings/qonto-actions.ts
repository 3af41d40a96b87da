'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { answerOf, textOf } from '@/app/form-answer'
import { followQonto } from '@/app/follow-qonto'
import { rememberQontoReturn } from '@/app/qonto-return'
import type { FormAnswer } from '@/components/ui/form-answer'
import type { QontoTestAnswer } from '@/components/settings/qonto-test'
import { userAction } from '@/lib/auth/user-action'
import { beginQontoOAuth } from '@/lib/qonto-access/begin-qonto-oauth'
import { disconnectQonto } from '@/lib/qonto-access/disconnect-qonto'
import { saveQontoCredential } from '@/lib/qonto-access/save-qonto-credential'
import { testQontoAccess } from '@/lib/qonto-access/test-qonto-access'

const Nothing = z.undefined()

const keepKey = userAction('settings.manage', z.object({ login: z.string().max(500), secret: z.string().max(500) }), async ({ actor, input }) => {
  await saveQontoCredential(actor, input)
  await followQonto(actor)
  refresh()
})

const askQonto = userAction('settings.manage', Nothing, async ({ actor }) => {
  const answer = await testQontoAccess(actor.organizationId)
  refresh()
  return answer
})

const visitQonto = userAction('settings.manage', Nothing, async ({ actor }) => await beginQontoOAuth(actor))

const leaveQonto = userAction('settings.manage', Nothing, async ({ actor }) => {
  await disconnectQonto(actor)
  refresh()
})

/** Qonto's key: asked first, stored only when Qonto accepts it. */
export async function saveQontoKey(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const input = { login: textOf(form, 'login'), secret: textOf(form, 'secret') }
  return answerOf(await keepKey(input), { field: 'login', values: { login: input.login } })
}

/** Asks Qonto what the stored access opens, and how fast it answers. */
export async function testQonto(): Promise<QontoTestAnswer> {
  const result = await askQonto(undefined)
  return result.ok ? result.value : { ok: false, code: result.code }
}

/** Leads to Qonto's own page; from there back to where the person pressed. */
export async function connectQonto(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const result = await visitQonto(undefined)
  if (!result.ok) return answerOf(result)
  await rememberQontoReturn(textOf(form, 'from'))
  redirect(result.value.redirectTo)
}

/** Forgets the access; a consent is ended at Qonto as well. */
export async function removeQonto(): Promise<FormAnswer> {
  return answerOf(await leaveQonto(undefined))
}
