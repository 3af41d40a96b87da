import 'server-only'
import { db } from '@/lib/db'
import { readCause, readDetail } from './detail'
import { noticeValues } from './notice-values'
import type { NoticeCause, NoticeView } from './present'
import { speak, wordNotice } from './word-notice'

const TONES: Record<NoticeCause, NoticeView['tone']> = {
  dropbox_reconnect: 'act',
  dropbox_full: 'act',
  export_stopped: 'act',
  mass_deletion: 'act',
  owed_three_nights: 'wait',
  first_export: 'info',
  weekly_digest: 'info',
}

/**
 * The open notices of an organization in the reader's language (the organization's when none is given), newest first. The weekly digest is mail
 * only: the page shows the certificate at any time.
 */
export async function listNotices(organizationId: string, locale?: string): Promise<NoticeView[]> {
  const rows = await db().notice.findMany({ where: { organizationId, openKey: { not: null }, cause: { not: 'weekly_digest' } }, orderBy: [{ openedAt: 'desc' }, { id: 'desc' }] })
  if (rows.length === 0) return []
  const organization = await db().organization.findUniqueOrThrow({ where: { id: organizationId } })
  const speech = await speak({ locale: locale ?? organization.locale, timeZone: organization.timeZone })
  return Promise.all(
    rows.map(async (row) => {
      const [cause, detail] = [readCause(row.cause), readDetail(row.detail)]
      const words = wordNotice(speech, cause, await noticeValues(organizationId, cause, detail))
      const mailedAt = detail.mail?.isDone ? (row.sentAt?.toISOString() ?? null) : null
      return { id: row.id, cause, tone: TONES[cause], ...words, openedAt: row.openedAt.toISOString(), mailedAt }
    }),
  )
}
