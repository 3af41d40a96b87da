import { ChevronDown } from 'lucide-react'
import { ActionForm } from '@/components/ui/action-form'
import { Card } from '@/components/ui/card'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { FormDone } from '@/components/ui/form-done'
import { SelectField } from '@/components/ui/select-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import { NOTICE_CAUSES, type MailMember, type MailSettings } from '@/lib/notices/present'

type Action = (before: FormAnswer, form: FormData) => Promise<FormAnswer>
type Props = { settings: MailSettings; actions: { saveMails: Action; saveDigest: Action }; errors: ErrorWords; canManage: boolean }

const DAYS = [1, 2, 3, 4, 5, 6, 7]

/** On which day the digest comes, and for each member who may act which mails they get. */
export async function MailCard({ settings, actions, errors, canManage }: Props) {
  const t = await getTranslations('settings')
  const format = await getFormat()
  return (
    <Card id="mail" title={t('mail.title')} hint={t('mail.hint')} flush>
      <ActionForm action={actions.saveDigest} errors={errors} className="flex flex-wrap items-end gap-3 border-t px-4 py-4 sm:px-6">
        <fieldset disabled={!canManage} className="min-w-0 basis-48">
          <SelectField key={settings.digestDay} label={t('mail.day')} name="digestDay" defaultValue={settings.digestDay} options={DAYS.map((day) => ({ value: String(day), label: format.weekday(day) }))} />
        </fieldset>
        {canManage && (
          <>
            <SubmitButton tone="plain" className="h-10">{t('save')}</SubmitButton>
            <FormDone>{t('saved')}</FormDone>
          </>
        )}
      </ActionForm>
      <ul className="divide-y border-t">
        {settings.members.map((member) => (
          <MemberMails key={member.membershipId} member={member} action={actions.saveMails} errors={errors} canManage={canManage} />
        ))}
      </ul>
    </Card>
  )
}

async function MemberMails({ member, action, errors, canManage }: { member: MailMember; action: Action; errors: ErrorWords; canManage: boolean }) {
  const t = await getTranslations('settings')
  const wanted = new Set(member.causes)
  return (
    <li>
      <details className="group">
        <summary className="flex list-none flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken/60 sm:px-6 [&::-webkit-details-marker]:hidden focus-visible:-outline-offset-2">
          <span className="min-w-0 flex-1 basis-48">
            <span className="block font-medium">{member.name}</span>
            <span className="block text-muted">{member.email}</span>
          </span>
          <span className="text-muted">{t('mail.some', { count: wanted.size, total: NOTICE_CAUSES.length })}</span>
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-muted transition-transform group-open:rotate-180" />
        </summary>
        <ActionForm action={action} errors={errors} className="flex flex-col gap-4 px-4 pt-1 pb-4 sm:px-6">
          <input type="hidden" name="membershipId" value={member.membershipId} />
          <fieldset disabled={!canManage} className="grid gap-x-6 sm:grid-cols-2" key={member.causes.join()}>
            <legend className="sr-only">{t('mail.which', { name: member.name })}</legend>
            {NOTICE_CAUSES.map((cause) => (
              <label key={cause} className="flex min-h-9 items-center gap-3">
                <input type="checkbox" name="cause" value={cause} defaultChecked={wanted.has(cause)} className="size-4 shrink-0 accent-accent" />
                {t(`mail.causes.${cause}`)}
              </label>
            ))}
          </fieldset>
          {canManage && (
            <div className="flex flex-wrap items-center gap-3">
              <SubmitButton tone="plain">{t('save')}</SubmitButton>
              <FormDone>{t('saved')}</FormDone>
            </div>
          )}
        </ActionForm>
      </details>
    </li>
  )
}
