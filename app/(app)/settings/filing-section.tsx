import { Link } from '@/components/ui/link'
import { FilingForm } from '@/components/settings/filing-form'
import type { ErrorWords } from '@/components/ui/form-answer'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import { getRefiling } from '@/lib/exports/get-refiling'
import { TOKENS } from '@/lib/exports/file-template'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import { getWords } from '@/lib/i18n/get-words'
import type { SettingsView } from '@/lib/organizations/present'
import { refile, samplePath, saveFiling } from './actions'

type Props = { organizationId: string; settings: SettingsView; isConnected: boolean; errors: ErrorWords; canManage: boolean }

/** How receipts are filed, and re-filing what is in Dropbox already. */
export async function FilingSection({ organizationId, settings, isConnected, errors, canManage }: Props) {
  const t = await getTranslations('settings')
  const format = await getFormat()
  const [first, refiling] = await Promise.all([samplePath(settings), getRefiling(organizationId)])
  const { hint: _hint, title: _title, templateHint: _raw, ...words } = await getWords('settings', 'filing')
  const templateHint = t('filing.templateHint', { tokens: TOKENS.map((token) => `{${token}}`).join(' ') })
  return (
    <Card id="filing" title={t('filing.title')} hint={t('filing.hint')}>
      <FilingForm
        action={saveFiling}
        sample={samplePath}
        errors={errors}
        filing={settings}
        firstSample={first.ok ? first.value : null}
        isLocked={!canManage}
        words={{ ...words, templateHint, save: t('save'), saved: t('saved') }}
      />
      {isConnected && (
        <section aria-labelledby="refile" className="mt-6 flex flex-col gap-3 border-t pt-5">
          <h3 id="refile" className="font-semibold">{t('refile.title')}</h3>
          <p className="max-w-prose text-muted">{t('refile.text')}</p>
          {refiling?.isUnderWay && (
            <p role="status">
              {t('refile.underWay', { moved: refiling.moved, toGo: refiling.toGo })}{' '}
              <Link href="/connect/dropbox" className="font-medium text-accent underline underline-offset-2">{t('refile.follow')}</Link>
            </p>
          )}
          {refiling && !refiling.isUnderWay && refiling.endedAt && (
            <p className="text-muted">{t('refile.ended', { when: format.moment(refiling.endedAt), moved: refiling.moved, left: refiling.left })}</p>
          )}
          {canManage && !refiling?.isUnderWay && (
            <Command action={refile} errors={errors} done={t('refile.asked')} className="self-start">
              {t('refile.action')}
            </Command>
          )}
        </section>
      )}
    </Card>
  )
}
