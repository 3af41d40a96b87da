import { getTranslations } from 'next-intl/server'
import { toCsv } from '@/app/csv'
import { listAudit, type AuditRow } from '@/lib/audit/list-audit'
import { apiRoute } from '@/lib/auth/api-route'
import { now } from '@/lib/clock'
import { getFormat } from '@/lib/i18n/get-format'

const PAGE = 1000
const MOST = 100_000

/** The whole audit log as a spreadsheet, oldest first, each line with its hash. */
export const GET = apiRoute('activity.view', async (_request, { actor }) => {
  const t = await getTranslations('activity.log')
  const { isoDay } = await getFormat()
  const rows: AuditRow[] = []
  for (let before: number | undefined; rows.length < MOST; before = rows.at(-1)?.seq) {
    const page = await listAudit(actor.organizationId, { limit: PAGE, ...(before && { before }) })
    rows.push(...page)
    if (page.length < PAGE) break
  }
  const body = rows.reverse().map((row) => [row.seq, row.at, row.actorName, row.action, row.detail.map(([key, value]) => `${key}: ${value}`).join('; '), row.hash])
  return new Response(toCsv([['#', t('when'), t('who'), t('what'), t('details'), t('hash')], ...body]), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="activity-${isoDay(now())}.csv"`,
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
})
