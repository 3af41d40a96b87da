import { UserPlus } from 'lucide-react'
import { ActionForm } from '@/components/ui/action-form'
import { buttonStyle } from '@/components/ui/button-style'
import { Field } from '@/components/ui/field'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SelectField } from '@/components/ui/select-field'
import { SubmitButton } from '@/components/ui/submit-button'

type Props = {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  roles: { value: string; label: string }[]
  words: Record<'title' | 'name' | 'email' | 'role' | 'password' | 'passwordHint' | 'submit', string>
}

/** A new member: name, e-mail, role and a first password. */
export function AddMember({ action, errors, roles, words }: Props) {
  return (
    <details className="group">
      <summary className={`${buttonStyle()} list-none [&::-webkit-details-marker]:hidden`}>
        <UserPlus aria-hidden="true" />
        {words.title}
      </summary>
      <ActionForm action={action} errors={errors} className="mt-5 flex flex-col gap-5">
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label={words.name} name="name" maxLength={100} autoComplete="off" />
          <Field label={words.email} name="email" type="email" maxLength={254} autoComplete="off" />
          <SelectField label={words.role} name="role" defaultValue="accountant" options={roles} />
          <Field label={words.password} name="password" type="password" hint={words.passwordHint} minLength={8} maxLength={128} autoComplete="new-password" />
        </div>
        <SubmitButton className="self-start">{words.submit}</SubmitButton>
      </ActionForm>
    </details>
  )
}
