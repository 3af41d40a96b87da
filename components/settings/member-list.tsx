import { ActionForm } from '@/components/ui/action-form'
import { Card } from '@/components/ui/card'
import { Confirm } from '@/components/ui/confirm'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SelectField } from '@/components/ui/select-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import type { MemberRow } from '@/lib/organizations/present'
import { AddMember } from './add-member'

type Action = (before: FormAnswer, form: FormData) => Promise<FormAnswer>
type Props = { members: MemberRow[]; ownUserId: string; actions: { add: Action; changeRole: Action; remove: Action }; errors: ErrorWords; canManage: boolean }

const ROLES = ['owner', 'admin', 'accountant', 'manager', 'employee'] as const

/** Who belongs to the organization and what each may do; whoever may, adds, changes and removes here. */
export async function MemberList({ members, ownUserId, actions, errors, canManage }: Props) {
  const t = await getTranslations('settings.members')
  const roleName = await getTranslations('common.member')
  const common = await getTranslations('common.actions')
  const format = await getFormat()
  const roles = ROLES.map((role) => ({ value: role, label: roleName(role) }))
  return (
    <Card id="members" title={t('title')} hint={t('hint')} flush>
      <ul className="divide-y border-t">
        {members.map((member) => (
          <li key={member.membershipId} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3 sm:px-6">
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-medium">
                {member.name} {member.userId === ownUserId && <span className="font-normal text-muted">({t('you')})</span>}
              </p>
              <p className="text-muted">{member.email}</p>
              <p className="text-xs text-muted">{t('since', { day: format.day(member.since) })}</p>
            </div>
            {canManage && member.userId !== ownUserId ? (
              <div className="flex flex-wrap items-start gap-2">
                <ActionForm action={actions.changeRole} errors={errors} className="flex flex-wrap items-start gap-2">
                  <input type="hidden" name="membershipId" value={member.membershipId} />
                  <SelectField key={member.role} label={t('changeRole', { name: member.name })} isLabelHidden name="role" defaultValue={member.role} options={roles} />
                  <SubmitButton tone="plain" className="h-10">{t('apply')}</SubmitButton>
                </ActionForm>
                <Confirm
                  action={actions.remove}
                  errors={errors}
                  values={{ membershipId: member.membershipId }}
                  words={{ open: t('remove'), label: t('removeWho', { name: member.name }), title: t('removeAsk', { name: member.name }), text: t('removeText'), confirm: t('remove'), cancel: common('cancel') }}
                />
              </div>
            ) : (
              <div className="sm:text-right">
                <p>{roleName(member.role)}</p>
                <p className="text-xs text-muted">{t(`rights.${member.role}`)}</p>
              </div>
            )}
          </li>
        ))}
      </ul>
      {canManage && (
        <div className="border-t p-4 sm:p-6">
          <AddMember
            action={actions.add}
            errors={errors}
            roles={ROLES.map((role) => ({ value: role, label: `${roleName(role)} – ${t(`rights.${role}`)}` }))}
            words={{ title: t('add'), name: t('name'), email: t('email'), role: t('role'), password: t('password'), passwordHint: t('passwordHint'), submit: t('submit') }}
          />
        </div>
      )}
    </Card>
  )
}
