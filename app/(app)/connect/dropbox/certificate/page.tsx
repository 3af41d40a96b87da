import { ArrowLeft, CircleCheck, Download, FileCheck, TriangleAlert } from 'lucide-react'
import type { Metadata } from 'next'
import { Link } from '@/components/ui/link'
import { redirect } from 'next/navigation'
import { CertificateTable } from '@/components/dropbox/certificate-table'
import { isEverything } from '@/components/dropbox/live-view'
import { PrintButton } from '@/components/dropbox/print-button'
import { PageHeader } from '@/components/shell/page-header'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { requirePermission } from '@/lib/auth/require-actor'
import { now } from '@/lib/clock'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { certificate } from '@/lib/exports/certificate'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('connect.certificate'))('heading') })

export default async function CertificatePage() {
  const actor = await requirePermission('connection.view')
  const connection = await findLiveConnection(actor.organizationId)
  if (!connection) redirect('/connect/dropbox')
  const t = await getTranslations('connect')
  const format = await getFormat()
  const rows = await certificate(actor.organizationId, connection.id)
  const sum = (name: 'receipts' | 'inDropbox' | 'changed' | 'unanswered') => rows.reduce((total, row) => total + row[name], 0)
  const isComplete = sum('receipts') > 0 && sum('inDropbox') === sum('receipts')
  const held = rows.filter((row) => row.inDropbox > 0)
  const checked = held.map((row) => row.checkedAt).filter((at) => at !== null).sort()
  const zone = actor.timeZone.replaceAll('_', ' ')
  const statement = { inDropbox: sum('inDropbox'), receipts: sum('receipts'), organization: actor.organizationName, email: connection.dropbox.email, changed: sum('changed') }
  const said = !isComplete ? 'certificate.incomplete' : sum('changed') > 0 ? 'certificate.statementChanged' : 'certificate.statement'
  const made = { when: format.moment(now()), zone, start: format.moment(connection.startAt) }
  return (
    <div className="flex flex-col gap-6">
      <Link href="/connect/dropbox" className="-mb-2 inline-flex min-h-6 items-center gap-1.5 self-start text-muted hover:text-ink print:hidden">
        <ArrowLeft aria-hidden="true" className="size-4" />
        {t('title')}
      </Link>
      <PageHeader
        title={t('certificate.heading')}
        actions={
          <div className="flex flex-wrap gap-2 print:hidden">
            <a href="/api/certificate" download className={buttonStyle()}>
              <Download aria-hidden="true" />
              {t('certificate.csv')}
            </a>
            <PrintButton>{t('certificate.print')}</PrintButton>
          </div>
        }
      />
      {rows.length === 0 ? (
        <EmptyState icon={<FileCheck />} title={t('certificate.empty')} />
      ) : (
        <>
          <div className="flex items-start gap-3 rounded-xl border bg-surface p-4 shadow-card sm:p-6">
            {isComplete ? <CircleCheck aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-ok" /> : <TriangleAlert aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-warn" />}
            <div>
              <p className="text-lg leading-7 font-semibold tracking-tight text-balance">{t(said, statement)}</p>
              {sum('unanswered') > 0 && <p className="mt-1">{t('certificate.unansweredNote', { count: sum('unanswered') })}</p>}
              <p className="mt-1 text-muted">
                {isEverything(connection.startAt) ? t('certificate.madeAll', made) : t('certificate.made', made)}
              </p>
              <p className="mt-1 text-muted">
                {checked.length === held.length && checked[0] ? t('certificate.checkedAt', { when: format.moment(checked[0]), zone }) : t('certificate.neverChecked')}
              </p>
            </div>
          </div>
          <Card flush>
            <CertificateTable rows={rows} label={t('certificate.heading')} />
          </Card>
        </>
      )}
    </div>
  )
}
