'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { answerOf, textOf } from '@/app/form-answer'
import type { FormAnswer } from '@/components/ui/form-answer'
import { userAction } from '@/lib/auth/user-action'
import { NOTICE_CAUSES } from '@/lib/notices/present'
import { saveDigestDay } from '@/lib/notices/save-digest-day'
import { saveMailChoice } from '@/lib/notices/save-mail-choice'

const Choice = z.object({ membershipId: z.string().min(1).max(64), causes: z.array(z.enum(NOTICE_CAUSES)).max(NOTICE_CAUSES.length) })

const keepChoice = userAction('settings.manage', Choice, async ({ actor, input }) => {
  await saveMailChoice(actor, input)
  refresh()
})

const keepDay = userAction('settings.manage', z.coerce.number().int().min(1).max(7), async ({ actor, input }) => {
  await saveDigestDay(actor, input)
  refresh()
})

/** Which mails one member gets. */
export async function saveMails(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  // The schema parses them: a form may hold anything.
  const causes = form.getAll('cause') as z.input<typeof Choice>['causes']
  return answerOf(await keepChoice({ membershipId: textOf(form, 'membershipId'), causes }))
}

/** The weekday of the digest. */
export async function saveDigest(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await keepDay(textOf(form, 'digestDay')))
}
