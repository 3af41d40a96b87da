import { ActionForm } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SubmitButton } from '@/components/ui/submit-button'

type Words = Record<'code' | 'codeHint' | 'organization' | 'name' | 'email' | 'password' | 'passwordHint' | 'submit', string>
type Props = { action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>; errors: ErrorWords; words: Words }

/** The first organization and its owner, with the code that proves who runs this installation. */
export function OwnerForm({ action, errors, words }: Props) {
  return (
    <ActionForm action={action} errors={errors} className="flex flex-col gap-5">
      <Field label={words.code} name="code" hint={words.codeHint} autoComplete="off" autoCapitalize="characters" spellCheck={false} required autoFocus />
      <Field label={words.organization} name="organization" autoComplete="organization" maxLength={100} required />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={words.name} name="name" autoComplete="name" maxLength={100} required />
        <Field label={words.email} name="email" type="email" autoComplete="username" maxLength={254} required />
      </div>
      <Field label={words.password} name="password" type="password" hint={words.passwordHint} autoComplete="new-password" minLength={8} maxLength={128} required />
      <SubmitButton size="large" className="self-start">
        {words.submit}
      </SubmitButton>
    </ActionForm>
  )
}
