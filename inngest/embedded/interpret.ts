import type { Answer } from './call'
import { parseDuration } from './duration'

/** One step as the SDK reports it. The name of a sleep is its length or its end. */
export interface StepReport {
  id: string
  op: string
  name?: string
  displayName?: string
  data?: unknown
  error?: unknown
}

/** A finished step: its value, or the error the function may still catch. */
export interface Memo {
  id: string
  name: string
  state: 'data' | 'error'
  value: unknown
}

/** What one answer asks the runner to do. Delays in milliseconds; `isCounted` spends one of the attempts. */
export type Outcome =
  | { kind: 'progress'; memos: Memo[]; planned: { id: string; name: string }[]; sleeps: { id: string; name: string; wakeAt: Date }[]; output?: { value: unknown }; isUnfinished?: boolean }
  | { kind: 'retry'; error: unknown; isCounted: boolean; isCrash: boolean; delay: number | null }
  | { kind: 'fail'; error: unknown }

/** Errors of the runner itself: `code` is what the activity page translates. */
export function runnerError(code: string, message: string): { name: string; code: string; message: string } {
  return { name: 'RunnerError', code, message }
}

/** What an answer of the app means; `now` is the app's time, from which sleeps are counted. */
export function interpretAnswer(answer: Answer, now: Date): Outcome {
  const { status, body, isFinal, isFromSdk } = answer
  if (!isFromSdk) {
    return { kind: 'retry', error: runnerError('app_answer_unreadable', `The app answered ${status} without the mark of the Inngest SDK.`), isCounted: false, isCrash: true, delay: null }
  }
  if (status === 206) return readReports(Array.isArray(body) ? (body as StepReport[]) : [body as StepReport], answer, now)
  if (status === 200) return { kind: 'progress', memos: [], planned: [], sleeps: [], output: { value: body } }
  if (isFinal) return { kind: 'fail', error: body }
  return { kind: 'retry', error: body, isCounted: true, isCrash: false, delay: readRetryAfter(answer.retryAfter) }
}

const nameOf = ({ id, name, displayName }: StepReport) => displayName ?? name ?? id

/** A step that ran to its end, as the function will remember it. */
export function toMemo(report: StepReport): Memo {
  return { id: report.id, name: nameOf(report), state: 'data', value: report.data ?? null }
}

function readReports(reports: StepReport[], answer: Answer, now: Date): Outcome {
  const outcome: Outcome & { kind: 'progress' } = { kind: 'progress', memos: [], planned: [], sleeps: [] }
  for (const report of reports) {
    const { id, op, error } = report
    const name = nameOf(report)
    if (op === 'StepRun') outcome.memos.push(toMemo(report))
    else if (op === 'StepPlanned') outcome.planned.push({ id, name })
    else if (op === 'Sleep') {
      const wakeAt = sleepEnd(report.name ?? '', now)
      if (!wakeAt) return { kind: 'fail', error: runnerError('sleep_unreadable', `The sleep "${name}" names no time.`) }
      outcome.sleeps.push({ id, name, wakeAt })
    } else if (op === 'StepFailed' || (op === 'StepError' && answer.isFinal)) outcome.memos.push({ id, name, state: 'error', value: error })
    else if (op === 'StepError') return { kind: 'retry', error, isCounted: true, isCrash: false, delay: readRetryAfter(answer.retryAfter) }
    else if (op === 'RunComplete') outcome.output = { value: report.data ?? null }
    else if (op === 'DiscoveryRequest') outcome.isUnfinished = true
    else {
      return { kind: 'fail', error: runnerError('unsupported_step', `The step "${name}" uses ${op}, which the embedded runner does not support.`) }
    }
  }
  return outcome
}

function sleepEnd(text: string, now: Date): Date | null {
  const span = parseDuration(text)
  if (span !== null) return new Date(now.getTime() + span)
  const end = new Date(text)
  return Number.isNaN(end.getTime()) ? null : end
}

/** Whole seconds or a date, between one second and a day as on the real server. Null when the app named nothing. */
function readRetryAfter(text: string | undefined): number | null {
  if (!text) return null
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : new Date(text).getTime() - Date.now()
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 1000), 86_400_000)
}
