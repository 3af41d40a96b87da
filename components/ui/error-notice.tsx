import type { ErrorWords } from './form-answer'
import { Notice } from './notice'
import { SignInAgain } from './sign-in-again'

/** A refusal in plain words with the way on, and the id that the log carries when the cause is ours. */
export function ErrorNotice({ code, errors, errorId, values }: { code: string; errors: ErrorWords; errorId?: string | undefined; values?: Record<string, string> | undefined }) {
  const words = errors[code] ?? errors.unexpected
  return (
    <Notice tone="bad" role="alert" title={words?.sentence}>
      {code === 'signed_out' ? <SignInAgain values={values}>{words?.next}</SignInAgain> : words?.next}
      {errorId && <span className="mt-1 block font-mono text-xs">{errorId}</span>}
    </Notice>
  )
}
