import { toCsv } from '@/app/csv'
import { apiRoute } from '@/lib/auth/api-route'
import { now } from '@/lib/clock'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { AppError } from '@/lib/errors'
import { certificate } from '@/lib/exports/certificate'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

/** The certificate as a spreadsheet: counts by account and period, moments in ISO 8601, sizes in bytes. */
export const GET = apiRoute('connection.view', async (_request, { actor }) => {
  const connection = await findLiveConnection(actor.organizationId)
  if (!connection) throw new AppError('not_connected')
  const t = await getTranslations('connect.certificate')
  const { isoDay } = await getFormat()
  const rows = await certificate(actor.organizationId, connection.id)
  const head = (['account', 'period', 'receipts', 'inDropbox', 'size', 'owed', 'keptAway', 'unanswered', 'changed', 'checked', 'copies', 'copiesOwed'] as const).map((name) => t(name))
  const body = rows.map((row) => [row.accountLabel, row.period, row.receipts, row.inDropbox, row.bytes, row.owed, row.keptAway, row.unanswered, row.changed, row.checkedAt, row.copies, row.copiesOwed])
  return new Response(toCsv([head, ...body]), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="certificate-${isoDay(now())}.csv"`,
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
})
