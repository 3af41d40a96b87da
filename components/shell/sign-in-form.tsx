import { ActionForm } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SubmitButton } from '@/components/ui/submit-button'

type Props = {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  next: string
  errors: ErrorWords
  words: { email: string; password: string; submit: string }
  demo: { title: string; text: string } | null
}

const DEMO_MEMBERS = ['owner@acme.example', 'admin@acme.example', 'accountant@acme.example', 'manager@acme.example', 'employee@acme.example', 'owner@birch.example']

/** E-mail and password; on a demo installation also who there is to sign in as. */
export function SignInForm({ action, next, errors, words, demo }: Props) {
  return (
    <>
      <ActionForm action={action} errors={errors} className="mt-6 flex flex-col gap-4">
        <input type="hidden" name="next" value={next} />
        <Field label={words.email} name="email" type="email" autoComplete="username" required autoFocus defaultValue={demo ? DEMO_MEMBERS[0] : undefined} />
        <Field label={words.password} name="password" type="password" autoComplete="current-password" required maxLength={128} />
        <SubmitButton size="large" className="mt-2 w-full">
          {words.submit}
        </SubmitButton>
      </ActionForm>
      {demo && (
        <section aria-labelledby="demo" className="mt-8 rounded-xl border bg-surface p-4 shadow-card">
          <h2 id="demo" className="font-medium">{demo.title}</h2>
          <p className="mt-1 text-muted">{demo.text}</p>
          <ul className="mt-2 font-mono text-xs leading-5 text-muted">
            {DEMO_MEMBERS.map((email) => (
              <li key={email}>{email}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
