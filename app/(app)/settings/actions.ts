'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { answerOf, textOf } from '@/app/form-answer'
import type { FormAnswer } from '@/components/ui/form-answer'
import { sendExportRequested } from '@/inngest/request-export'
import { userAction, type ActionResult } from '@/lib/auth/user-action'
import { now } from '@/lib/clock'
import { fileName } from '@/lib/exports/file-name'
import { parseTemplate } from '@/lib/exports/file-template'
import { localDate } from '@/lib/exports/local-date'
import { periodOfDate } from '@/lib/exports/period-of'
import { requestRefile } from '@/lib/exports/request-refile'
import { LOCALES } from '@/lib/i18n/locales'
import { addMember } from '@/lib/organizations/add-member'
import { changeRole } from '@/lib/organizations/change-role'
import { removeMember } from '@/lib/organizations/remove-member'
import { saveSettings } from '@/lib/organizations/save-settings'

const Role = z.enum(['owner', 'admin', 'accountant', 'manager', 'employee'])
const Id = z.string().min(1).max(64)
const Naming = z.object({ periodKind: z.enum(['month', 'quarter', 'year']), fileTemplate: z.string().max(200) })
/** A form leaves out what is switched off. */
const Switch = z.literal('on').optional().transform((value) => value === 'on')

const keepFiling = userAction('settings.manage', Naming.extend({ keepManifest: Switch, keepProbative: Switch }), async ({ actor, input }) => {
  await saveSettings(actor, input)
  refresh()
})

const askToRefile = userAction('connection.manage', z.undefined(), async ({ actor }) => {
  await sendExportRequested({ organizationId: actor.organizationId, ...(await requestRefile(actor)) })
  refresh()
})

const keepRegion = userAction('settings.manage', z.object({ timeZone: z.string().max(100), locale: z.enum(LOCALES) }), async ({ actor, input }) => {
  await saveSettings(actor, input)
  refresh()
})

const join = userAction('members.manage', z.object({ name: z.string(), email: z.string(), role: Role, password: z.string() }), async ({ actor, input }) => {
  await addMember(actor, input)
  refresh()
})

const setRole = userAction('members.manage', z.object({ membershipId: Id, role: Role }), async ({ actor, input }) => {
  await changeRole(actor, input.membershipId, input.role)
  refresh()
})

const takeOut = userAction('members.manage', z.object({ membershipId: Id }), async ({ actor, input }) => {
  await removeMember(actor, input.membershipId)
  refresh()
})

/** Where a receipt would lie under settings that are being chosen; null while the template is none. */
export const samplePath = userAction('settings.view', Naming, async ({ actor, input: { periodKind, fileTemplate } }): Promise<string | null> => {
  if (!parseTemplate(fileTemplate)) return null
  const date = localDate(now(), actor.timeZone)
  const sample = { localDate: date, counterparty: 'Café des Halles', amountCents: 8923, currency: 'EUR', fileName: 'IMG_4711.jpg', contentType: 'image/jpeg', accountLabel: 'Main account' }
  return `${sample.accountLabel} / ${periodOfDate(date, periodKind)} / ${fileName(sample, fileTemplate)}`
})

/** Period folders, file names and what lies beside the receipts, for new receipts. */
export async function saveFiling(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const result: ActionResult<void> = await keepFiling(readForm(form))
  return answerOf(result, { field: 'fileTemplate', values: { fileTemplate: textOf(form, 'fileTemplate') } })
}

/** Moves what is in Dropbox to the names and folders of these settings. */
export async function refile(): Promise<FormAnswer> {
  return answerOf(await askToRefile(undefined))
}

/** Time zone and language of the organization. */
export async function saveRegion(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await keepRegion(readForm(form)), { field: 'timeZone', values: { timeZone: textOf(form, 'timeZone') } })
}

/** A new member with a first password. */
export async function addOne(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await join(readForm(form)), { values: { name: textOf(form, 'name'), email: textOf(form, 'email') } })
}

/** Another role for a member, from their next request on. */
export async function changeOneRole(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await setRole(readForm(form)))
}

/** Takes a member out and ends their sessions. */
export async function removeOne(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerOf(await takeOut(readForm(form)))
}

// The action's schema parses it: a form may hold anything.
const readForm = <T>(form: FormData) => Object.fromEntries(form) as T
