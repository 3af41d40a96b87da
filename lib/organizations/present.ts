import type { PeriodKind, Role } from '@/lib/generated/prisma/enums'

/** An organization's settings as pages see them. */
export type SettingsView = {
  name: string
  timeZone: string
  locale: string
  periodKind: PeriodKind
  fileTemplate: string
  keepManifest: boolean
  keepProbative: boolean
}

export type SettingsInput = Partial<Pick<SettingsView, 'timeZone' | 'locale' | 'periodKind' | 'fileTemplate' | 'keepManifest' | 'keepProbative'>>

/** One member; `membershipId` is what operations take. */
export type MemberRow = { membershipId: string; userId: string; name: string; email: string; role: Role; since: string }
