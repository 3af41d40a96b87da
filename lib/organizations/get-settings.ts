import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { SettingsView } from './present'

/** The organization's settings. @throws AppError `not_found`. */
export async function getSettings(organizationId: string): Promise<SettingsView> {
  const organization = await db().organization.findUnique({ where: { id: organizationId } })
  if (!organization) throw new AppError('not_found')
  const { name, timeZone, locale, periodKind, fileTemplate, keepManifest, keepProbative } = organization
  return { name, timeZone, locale, periodKind, fileTemplate, keepManifest, keepProbative }
}
