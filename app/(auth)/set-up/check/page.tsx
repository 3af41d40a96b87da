import type { Metadata } from 'next'
import { getLocale } from 'next-intl/server'
import { headers } from 'next/headers'
import { Suspense } from 'react'
import { FindingList } from '@/components/set-up/finding-list'
import { SetUpFrame } from '@/components/set-up/set-up-frame'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Spinner } from '@/components/ui/spinner'
import { examine } from '@/lib/doctor/examine'
import { wordFindings } from '@/lib/doctor/word-findings'
import { getTranslations } from '@/lib/i18n/get-translations'
import { loadSetUp } from '../load-set-up'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('setup.check'))('title') })

export default async function SetUpCheckPage() {
  const { organizationId } = await loadSetUp()
  const t = await getTranslations('setup.check')
  return (
    <SetUpFrame step="check" title={t('title')} intro={t('intro')}>
      <Suspense fallback={<p role="status" className="flex items-center gap-3 text-muted"><Spinner />{t('checking')}</p>}>
        <Findings organizationId={organizationId} />
      </Suspense>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/connect/dropbox" tone="primary" size="large">
          {t('open')}
        </ButtonLink>
        <form action="/set-up/check">
          <Button type="submit" size="large">{t('again')}</Button>
        </form>
      </div>
    </SetUpFrame>
  )
}

/** Looked at anew with every visit; asking Dropbox, Qonto and the mail server takes a moment. */
async function Findings({ organizationId }: { organizationId: string }) {
  const asked = await headers()
  const host = asked.get('x-forwarded-host') ?? asked.get('host')
  const findings = await examine({ kind: 'app', host, organizationIds: [organizationId] })
  return <FindingList findings={await wordFindings(findings, await getLocale())} />
}
