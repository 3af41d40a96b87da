import 'server-only'
import { certificate } from '@/lib/exports/certificate'
import type { CertificateRow } from '@/lib/exports/present'
import type { NoticeDetail } from './detail'
import type { NoticeCause } from './present'

/** What fills a notice's words, and the certificate where it is part of them. */
export type Filling = { values: NoticeDetail['values']; week: string | undefined; rows: CertificateRow[] }

/** Good news counts at the moment it is read, not when it was noticed. Two organizations' rows never mix: the certificate checks. */
export async function noticeValues(organizationId: string, cause: NoticeCause, { values, week, connectionId }: NoticeDetail): Promise<Filling> {
  if (cause !== 'first_export' && cause !== 'weekly_digest') return { values, week, rows: [] }
  const rows = await certificate(organizationId, connectionId)
  const sum = (read: (row: CertificateRow) => number) => rows.reduce((total, row) => total + read(row), 0)
  return {
    values: {
      done: sum((row) => row.inDropbox),
      total: sum((row) => row.receipts),
      owed: sum((row) => row.owed),
      keptAway: sum((row) => row.keptAway),
      changed: sum((row) => row.changed),
    },
    week,
    rows,
  }
}
