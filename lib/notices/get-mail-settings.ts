import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { MAIL_ROLES, NOTICE_CAUSES, type MailSettings } from './present'

/** The organization's mail settings; members who get no mail by their role are left out. @throws AppError `not_found`. */
export async function getMailSettings(organizationId: string): Promise<MailSettings> {
  const organization = await db().organization.findUnique({
    where: { id: organizationId },
    select: {
      digestDay: true,
      memberships: { where: { role: { in: [...MAIL_ROLES] } }, include: { user: { select: { name: true, email: true } } }, orderBy: [{ user: { name: 'asc' } }, { id: 'asc' }] },
    },
  })
  if (!organization) throw new AppError('not_found')
  const { digestDay, memberships } = organization
  return { digestDay, members: memberships.map(({ id, user, mutedCauses }) => ({ membershipId: id, ...user, causes: NOTICE_CAUSES.filter((cause) => !mutedCauses.includes(cause)) })) }
}
