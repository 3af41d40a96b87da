import { CircleAlert, CircleCheck, Clock } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { fill } from '@/components/ui/fill'
import type { ErrorWords } from '@/components/ui/form-answer'
import { Spinner } from '@/components/ui/spinner'

export type UploadState = { kind: 'waiting' } | { kind: 'sending'; percent: number } | { kind: 'sent' } | { kind: 'twice' } | { kind: 'failed'; code: string }

export type LineWords = Record<'sending' | 'waiting' | 'sent' | 'twice' | 'sendAnyway' | 'tryAgain', string>

type Props = { name: string; state: UploadState; words: LineWords; errors: ErrorWords; again: () => void }

/** One file on its way to Qonto: how far it is, or why it was refused. */
export function UploadLine({ name, state, words, errors, again }: Props) {
  const refusal = state.kind === 'failed' ? (errors[state.code] ?? errors.unexpected) : undefined
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-sunken px-3 py-2">
      <Mark state={state} />
      <span className="min-w-0 flex-1 basis-32 truncate font-medium">{name}</span>
      <span className="min-w-0 text-muted">
        {state.kind === 'sending' && fill(words.sending, { percent: state.percent })}
        {(state.kind === 'waiting' || state.kind === 'sent' || state.kind === 'twice') && words[state.kind]}
        {refusal && `${refusal.sentence} ${refusal.next}`}
      </span>
      {(state.kind === 'failed' || state.kind === 'twice') && (
        <Button size="small" onClick={again}>
          {state.kind === 'twice' ? words.sendAnyway : words.tryAgain}
        </Button>
      )}
    </li>
  )
}

function Mark({ state }: { state: UploadState }) {
  if (state.kind === 'sent') return <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-ok" />
  if (state.kind === 'sending') return <Spinner className="size-4 shrink-0 text-accent" />
  if (state.kind === 'waiting') return <Clock aria-hidden="true" className="size-4 shrink-0 text-muted" />
  return <CircleAlert aria-hidden="true" className={`size-4 shrink-0 ${state.kind === 'twice' ? 'text-warn' : 'text-bad'}`} />
}
