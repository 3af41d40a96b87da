import { ExternalLink } from 'lucide-react'
import { ActionForm } from '@/components/ui/action-form'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { CopyField } from '@/components/ui/copy-field'
import { Field } from '@/components/ui/field'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { FormDone } from '@/components/ui/form-done'
import { Notice } from '@/components/ui/notice'
import { SubmitButton } from '@/components/ui/submit-button'
import { getTranslations } from '@/lib/i18n/get-translations'
import { getWords } from '@/lib/i18n/get-words'
import type { DropboxAppView } from '@/lib/installation/present'

type Props = { app: DropboxAppView; save: (before: FormAnswer, form: FormData) => Promise<FormAnswer>; errors: ErrorWords }

const CONSOLE = 'https://www.dropbox.com/developers/apps'

/** What to enter at Dropbox, to be copied, and what Dropbox gives for it. The secret never comes back to the page. */
export async function DropboxAppCard({ app, save, errors }: Props) {
  const t = await getTranslations('setup.dropbox')
  const words = await getWords('setup', 'dropbox')
  return (
    <Card>
      <div className="flex flex-col gap-6">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-64">{t('console')}</p>
          <a href={CONSOLE} target="_blank" rel="noreferrer" className={buttonStyle({ tone: 'plain', size: 'small' })}>
            {t('openConsole')}
            <ExternalLink aria-hidden="true" className="size-4" />
          </a>
        </div>
        <CopyField label={t('redirect')} value={app.redirectUri} words={words} />
        <CopyField label={t('scopes')} value={app.scopes} words={words} />
        <div className="border-t pt-6">
          {app.isFixed ? (
            <Notice title={t('fixed', { key: app.key ?? '' })} />
          ) : (
            <ActionForm action={save} errors={errors} className="flex flex-col gap-5">
              <p className="text-muted">{app.key ? t('stored', { key: app.key }) : t('missing')}</p>
              <div className="grid gap-5 sm:grid-cols-2">
                <Field label={t('key')} name="key" defaultValue={app.key ?? undefined} autoComplete="off" spellCheck={false} hint={app.key ? t('change') : undefined} />
                <Field label={t('secret')} name="secret" type="password" autoComplete="off" hint={app.key ? t('secretKept') : undefined} />
              </div>
              <div className="flex flex-wrap items-center gap-3">
                <SubmitButton tone={app.key ? 'plain' : 'primary'}>{t('save')}</SubmitButton>
                <FormDone>{t('saved')}</FormDone>
              </div>
            </ActionForm>
          )}
        </div>
      </div>
    </Card>
  )
}
