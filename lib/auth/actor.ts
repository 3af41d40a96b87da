import type { Role } from '@/lib/generated/prisma/enums'

/** The signed-in member on whose behalf something happens, read from the database on every request. */
export type Actor = {
  userId: string
  name: string
  email: string
  role: Role
  sessionId: string
  organizationId: string
  organizationName: string
  /** IANA zone and language of the organization, for dates and texts. */
  timeZone: string
  locale: string
}
