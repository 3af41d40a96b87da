import { Download, FileCheck } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { ButtonLink } from '@/components/ui/button-link'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import type { CertificateRow } from '@/lib/exports/present'
import { CertificateTable } from './certificate-table'

const SHOWN = 6

/** The newest lines of the certificate, with the way to all of it. */
export async function CertificateCard({ rows }: { rows: CertificateRow[] }) {
  const t = await getTranslations('connect.certificate')
  return (
    <Card
      id="certificate"
      title={t('title')}
      hint={rows.length === 0 ? t('empty') : t('hint')}
      flush
      actions={
        <div className="flex flex-wrap gap-2">
          <ButtonLink href="/connect/dropbox/certificate" size="small">
            <FileCheck aria-hidden="true" />
            {t('open')}
          </ButtonLink>
          <a href="/api/certificate" download className={buttonStyle({ size: 'small' })}>
            <Download aria-hidden="true" />
            {t('csv')}
          </a>
        </div>
      }
    >
      {rows.length > 0 && rows.length <= SHOWN ? <CertificateTable rows={rows} label={t('title')} /> : <div className="pb-3" />}
    </Card>
  )
}
