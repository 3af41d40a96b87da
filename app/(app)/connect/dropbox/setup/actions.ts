'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { answerOf, textOf } from '@/app/form-answer'
import type { FormAnswer } from '@/components/ui/form-answer'
import { stepHref } from '@/components/wizard/steps'
import { sendExportRequested } from '@/inngest/request-export'
import { userAction } from '@/lib/auth/user-action'
import { abandonDraft } from '@/lib/connections/abandon-draft'
import { beginOAuth } from '@/lib/connections/begin-oauth'
import { finishSetup } from '@/lib/connections/finish-setup'
import { getOrOpenDraft } from '@/lib/connections/get-or-open-draft'
import { saveAuthenticationName } from '@/lib/connections/save-authentication-name'
import { saveStart } from '@/lib/connections/save-start'

const Start = z.object({ preset: z.enum(['today', 'month', 'year', 'everything', 'own']), startAt: z.string().max(40) })

// The first step begins: also where the wizard was left in another window meanwhile.
const keepName = userAction('connection.manage', z.string().max(5000), async ({ actor, input }) => {
  await getOrOpenDraft(actor)
  await saveAuthenticationName(actor, input)
})
const goToDropbox = userAction('connection.manage', z.undefined(), async ({ actor }) => await beginOAuth(actor, { purpose: 'setup' }))
const keepStart = userAction('connection.manage', Start, async ({ actor, input }) => await saveStart(actor, input))
const giveUp = userAction('connection.manage', z.undefined(), async ({ actor }) => await abandonDraft(actor))

const complete = userAction('connection.manage', z.undefined(), async ({ actor }) => {
  const { connectionId, runId } = await finishSetup(actor)
  await sendExportRequested({ runId, connectionId, organizationId: actor.organizationId })
})

/** Step 1: the authentication name. */
export async function saveName(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const name = textOf(form, 'name')
  const result = await keepName(name)
  if (!result.ok) return answerOf(result, { field: 'name', fieldCodes: ['name_missing', 'name_too_long', 'bad_input'], values: { name } })
  redirect(stepHref('account'))
}

/** Step 2: to Dropbox's own page. */
export async function chooseAccount(): Promise<FormAnswer> {
  const result = await goToDropbox(undefined)
  if (!result.ok) return answerOf(result)
  redirect(result.value.redirectTo)
}

/** Step 3: the start moment; an own one is a date and a time in the organization's zone. */
export async function saveStartMoment(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const values = { preset: textOf(form, 'preset'), date: textOf(form, 'date'), time: textOf(form, 'time') }
  const startAt = values.preset === 'own' ? `${values.date}T${values.time}` : ''
  // The schema refuses any other preset.
  const result = await keepStart({ preset: values.preset as 'own', startAt })
  if (!result.ok) return answerOf(result, { field: 'date', fieldCodes: ['start_in_future', 'start_invalid'], values })
  redirect(stepHref('finish'))
}

/** Step 4: connects, and the first export begins. Pressed twice it makes one connection. */
export async function finish(): Promise<FormAnswer> {
  const result = await complete(undefined)
  if (!result.ok) return answerOf(result)
  redirect('/connect/dropbox')
}

/** Out of the wizard: what was entered is forgotten, access given so far is ended. */
export async function cancelSetup(): Promise<FormAnswer> {
  const result = await giveUp(undefined)
  if (!result.ok) return answerOf(result)
  redirect('/connect/dropbox')
}
