import 'server-only'
import { db } from '@/lib/db'
import { AppError, isErrorCode } from '@/lib/errors'
import type { SettingsView } from './present'

/** The organization's settings. @throws AppError `not_found`. */
export async function getSettings(organizationId: string): Promise<SettingsView> {
  const organization = await db().organization.findUnique({ where: { id: organizationId }, include: { credential: true } })
  if (!organization) throw new AppError('not_found')
  const { name, timeZone, locale, periodKind, fileTemplate, keepManifest, keepProbative, credential } = organization
  const qonto = credential && {
    login: credential.login,
    state: credential.state,
    problem: credential.problem && isErrorCode(credential.problem) ? credential.problem : null,
    checkedAt: credential.checkedAt?.toISOString() ?? null,
  }
  return { name, timeZone, locale, periodKind, fileTemplate, keepManifest, keepProbative, qonto }
}
