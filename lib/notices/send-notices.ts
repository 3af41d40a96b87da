import 'server-only'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { claimNotices, noteAllMailed, noteMailed, releaseNotices, type ClaimedNotice } from './claim-notices'
import { noticeValues } from './notice-values'
import { openPostman, type Postman } from './postman'
import { MAIL_ROLES, type NoticeCause } from './present'
import { speak, type Reader } from './word-notice'
import { writeMail } from './write-mail'

/**
 * Mails up to `limit` new notices to the owners, admins and accountants of their organizations, each in their language; who has
 * switched a cause off gets no mail about it. Twice-safe: see
 * claimNotices. When mail cannot be sent at all, what is left is given back and `isStopped` is true.
 */
export async function sendNotices(limit = 20): Promise<{ notices: number; mails: number; isStopped: boolean }> {
  const claimed = await claimNotices(limit)
  if (claimed.length === 0) return { notices: 0, mails: 0, isStopped: false }
  const postman = openPostman()
  let [notices, mails] = [0, 0]
  try {
    for (const notice of claimed) {
      mails += await mailNotice(postman, notice)
      notices += 1
    }
  } catch (error) {
    log.error({ err: error, notices: claimed.length - notices }, 'mail cannot be sent; it is tried again')
    await releaseNotices(claimed.slice(notices).map(({ id }) => id))
  } finally {
    postman.close()
  }
  return { notices, mails, isStopped: notices < claimed.length }
}

async function mailNotice(postman: Postman, notice: ClaimedNotice): Promise<number> {
  const { id, organizationId, cause, detail } = notice
  const organization = await db().organization.findUniqueOrThrow({ where: { id: organizationId } })
  const members = await readersOf(organizationId, cause)
  const filling = await noticeValues(organizationId, cause, detail)
  let sent = 0
  for (const user of members.filter((user) => !detail.mail?.sentTo.includes(user.id))) {
    const reader: Reader = { locale: user.locale ?? organization.locale, timeZone: organization.timeZone }
    const letter = { cause, filling, name: user.name, organization: organization.name, ...pages(cause) }
    const mail = { key: keyOf(notice, user.id), to: { name: user.name, address: user.email }, ...writeMail(await speak(reader), letter) }
    if ((await postman.deliver(mail)) === 'sent') sent += 1
    else log.warn({ noticeId: id, userId: user.id }, 'the mail server refuses this member’s address')
    await noteMailed(id, user.id)
  }
  await noteAllMailed(id)
  return sent
}

/** A renewed notice keeps its row, so its moment is part of the name. */
const keyOf = ({ id, openedAt }: ClaimedNotice, userId: string) => `${id}.${openedAt.getTime()}.${userId}`

function pages(cause: NoticeCause) {
  const connect = `${env().APP_URL}/connect/dropbox`
  return { pageUrl: cause === 'export_stopped' ? `${env().APP_URL}/settings` : connect, certificateUrl: `${connect}/certificate` }
}

/** Those who may act on it and want to hear of it. */
async function readersOf(organizationId: string, cause: NoticeCause) {
  const memberships = await db().membership.findMany({
    where: { organizationId, role: { in: [...MAIL_ROLES] }, NOT: { mutedCauses: { has: cause } } },
    select: { user: { select: { id: true, name: true, email: true, locale: true } } },
    orderBy: { id: 'asc' },
  })
  return memberships.map(({ user }) => user)
}
