import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { parseTemplate } from '@/lib/exports/file-template'
import { isLocale } from '@/lib/i18n/locales'
import { findTimeZone } from './find-time-zone'
import type { SettingsInput } from './present'

const KEYS = ['timeZone', 'locale', 'periodKind', 'fileTemplate', 'keepManifest', 'keepProbative'] as const

/**
 * Changes the given settings and leaves the others; what changed is in the audit log. A repeat changes and logs nothing.
 * @throws AppError `bad_input` for an unknown zone, language or period, or a template that would lose the original name.
 */
export async function saveSettings(actor: Actor, input: SettingsInput): Promise<void> {
  const { organizationId } = actor
  const wanted = checked(input)
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Organization" WHERE "id" = ${organizationId} FOR UPDATE`
    const before = await tx.organization.findUnique({ where: { id: organizationId } })
    if (!before) throw new AppError('not_found')
    const changed = KEYS.filter((key) => wanted[key] !== undefined && wanted[key] !== before[key])
    if (changed.length === 0) return
    await tx.organization.update({ where: { id: organizationId }, data: Object.fromEntries(changed.map((key) => [key, wanted[key]])) })
    const detail = Object.fromEntries(changed.flatMap((key) => [[key, wanted[key] ?? null], [`${key}Before`, before[key]]]))
    await recordAudit(tx, { organizationId, actor, action: 'settings_changed', detail })
  })
}

function checked(input: SettingsInput): SettingsInput {
  const wanted = { ...input }
  if (wanted.timeZone !== undefined) {
    const zone = findTimeZone(wanted.timeZone)
    if (!zone) throw new AppError('bad_input', 'timeZone')
    wanted.timeZone = zone
  }
  if (wanted.locale !== undefined && !isLocale(wanted.locale)) throw new AppError('bad_input', 'locale')
  if (wanted.periodKind !== undefined && !['month', 'quarter', 'year'].includes(wanted.periodKind)) throw new AppError('bad_input', 'periodKind')
  if (wanted.fileTemplate !== undefined && !parseTemplate(wanted.fileTemplate)) throw new AppError('bad_input', 'fileTemplate')
  return wanted
}
