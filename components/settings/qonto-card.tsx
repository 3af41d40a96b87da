import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { ActionForm } from '@/components/ui/action-form'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import { Field } from '@/components/ui/field'
import { FormDone } from '@/components/ui/form-done'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SubmitButton } from '@/components/ui/submit-button'
import { getFormat } from '@/lib/i18n/get-format'
import type { SettingsView } from '@/lib/organizations/present'

type Action = (before: FormAnswer, form: FormData) => Promise<FormAnswer>
type Props = { qonto: SettingsView['qonto']; save: Action; test: Action; errors: ErrorWords; canManage: boolean }

const LOOK = {
  accepted: { tone: 'ok', icon: CircleCheck },
  refused: { tone: 'bad', icon: CircleAlert },
  unchecked: { tone: 'neutral', icon: CircleDashed },
  missing: { tone: 'neutral', icon: CircleDashed },
} as const

/** Whether Qonto lets us in, a test, and the key that opens it. The secret never comes back to the page. */
export async function QontoCard({ qonto, save, test, errors, canManage }: Props) {
  const t = await getTranslations('settings.qonto')
  const common = await getTranslations('settings')
  const cause = await getTranslations('errors')
  const format = await getFormat()
  const state = qonto?.state ?? 'missing'
  const { tone, icon: Icon } = LOOK[state]
  return (
    <Card id="qonto" title={t('title')} hint={t('hint')}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={tone} icon={<Icon aria-hidden="true" />}>{t(state)}</Badge>
          {qonto?.checkedAt && <span className="text-muted">{t('checked', { when: format.moment(qonto.checkedAt) })}</span>}
        </p>
        {canManage && qonto && <Command action={test} errors={errors} size="small" done={t('works')}>{t('test')}</Command>}
      </div>
      {qonto?.problem && <p className="mt-2 text-muted">{cause(`${qonto.problem}.sentence`)} {cause(`${qonto.problem}.next`)}</p>}
      {canManage && (
        <ActionForm action={save} errors={errors} className="mt-5 flex flex-col gap-5 border-t pt-5">
          <div className="grid gap-5 sm:grid-cols-2">
            <Field label={t('login')} name="login" defaultValue={qonto?.login} autoComplete="off" spellCheck={false} />
            <Field label={t('secret')} name="secret" type="password" autoComplete="off" hint={qonto ? t('secretKept') : undefined} />
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <SubmitButton>{t('save')}</SubmitButton>
            <FormDone>{common('saved')}</FormDone>
          </div>
        </ActionForm>
      )}
    </Card>
  )
}
