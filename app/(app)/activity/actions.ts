'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { answerOf, textOf } from '@/app/form-answer'
import type { FormAnswer } from '@/components/ui/form-answer'
import { sendExportRequested } from '@/inngest/request-export'
import { retryBackgroundRun } from '@/lib/activity/retry-background-run'
import { userAction } from '@/lib/auth/user-action'

const goOn = userAction('connection.manage', z.object({ runId: z.string().min(1).max(64) }), async ({ actor, input }) => {
  const requested = await retryBackgroundRun(actor, input.runId)
  if (requested) await sendExportRequested(requested)
  refresh()
})

/** *Retry* for one failed background run. */
export async function retryRun(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await goOn({ runId: textOf(form, 'runId') }))
}
