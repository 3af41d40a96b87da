'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { answerOf } from '@/app/form-answer'
import type { FormAnswer } from '@/components/ui/form-answer'
import { stepHref } from '@/components/wizard/steps'
import { sendExportRequested, sendVerifyRequested, type RequestedRun } from '@/inngest/request-export'
import type { Actor } from '@/lib/auth/actor'
import { userAction } from '@/lib/auth/user-action'
import { beginOAuth } from '@/lib/connections/begin-oauth'
import { disconnect } from '@/lib/connections/disconnect'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { getOrOpenDraft } from '@/lib/connections/get-or-open-draft'
import { answerGuard } from '@/lib/deletions/answer-guard'
import { bringBack } from '@/lib/deletions/bring-back'
import { bringReceiptBack } from '@/lib/deletions/bring-receipt-back'
import { AppError } from '@/lib/errors'
import { requestRun } from '@/lib/exports/request-run'
import { retryExport } from '@/lib/exports/retry-export'
import type { RunTrigger } from '@/lib/exports/present'

const Nothing = z.undefined()
const Id = z.string().min(1).max(64)

async function request(actor: Actor, trigger: RunTrigger): Promise<void> {
  const { organizationId, name } = actor
  const connection = await findLiveConnection(organizationId)
  if (!connection) throw new AppError('not_connected')
  const { runId } = await requestRun({ organizationId, connectionId: connection.id, trigger, requestedByName: name })
  const run: RequestedRun = { runId, connectionId: connection.id, organizationId }
  await sendExportRequested(run)
  refresh()
}

const begin = userAction('connection.manage', Nothing, async ({ actor }) => stepHref((await getOrOpenDraft(actor)).step))
const sync = userAction('connection.manage', Nothing, async ({ actor }) => await request(actor, 'manual'))
const verify = userAction('connection.manage', Nothing, async ({ actor }) => {
  const connection = await findLiveConnection(actor.organizationId)
  if (!connection) throw new AppError('not_connected')
  await sendVerifyRequested({ connectionId: connection.id, organizationId: actor.organizationId })
  refresh()
})
const renew = userAction('connection.manage', Nothing, async ({ actor }) => await beginOAuth(actor, { purpose: 'reconnect' }))

const end = userAction('connection.manage', z.object({ connectionId: Id }), async ({ actor, input }) => {
  await disconnect(actor, input.connectionId)
  refresh()
})

const retryOne = userAction('connection.manage', z.object({ exportId: Id }), async ({ actor, input }) => {
  await retryExport(actor, input.exportId)
  await request(actor, 'manual')
})

const bringFolderBack = userAction('connection.manage', z.object({ deletionId: Id }), async ({ actor, input }) => {
  await bringBack(actor, input.deletionId)
  await request(actor, 'manual')
})

const bringOneBack = userAction('connection.manage', z.object({ receiptId: Id }), async ({ actor, input }) => {
  await bringReceiptBack(actor, input.receiptId)
  await request(actor, 'manual')
})

const decideGuard = userAction('connection.manage', z.object({ answer: z.enum(['confirm', 'bring_back']) }), async ({ actor, input }) => {
  await answerGuard(actor, input.answer)
  await request(actor, 'reconcile')
})

/** *Connect*: opens the wizard where the member left it. */
export async function startSetup(): Promise<FormAnswer> {
  const result = await begin(undefined)
  if (!result.ok) return answerOf(result)
  redirect(result.value)
}

/** *Sync now*. */
export async function syncNow(): Promise<FormAnswer> {
  return answerOf(await sync(undefined))
}

/** *Verify now*: every file is compared with Dropbox. */
export async function verifyNow(): Promise<FormAnswer> {
  return answerOf(await verify(undefined))
}

/** *Reconnect*: to Dropbox's page, for the same account. */
export async function reconnect(): Promise<FormAnswer> {
  const result = await renew(undefined)
  if (!result.ok) return answerOf(result)
  redirect(result.value.redirectTo)
}

/** *Disconnect Dropbox*. */
export async function disconnectDropbox(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const result = await end(readForm(form))
  if (!result.ok) return answerOf(result)
  redirect('/connect/dropbox')
}

/** *Retry* for one receipt. */
export async function retry(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await retryOne(readForm(form)))
}

/** *Bring back* for one deleted folder. */
export async function bringBackFolder(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await bringFolderBack(readForm(form)))
}

/** *Bring back* for one receipt of a deleted folder. */
export async function bringBackReceipt(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await bringOneBack(readForm(form)))
}

/** The answer to the question about a mass deletion. */
export async function answerGuardQuestion(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await decideGuard(readForm(form)))
}

// The action's schema parses it: a form may hold anything.
const readForm = <T>(form: FormData) => Object.fromEntries(form) as T
