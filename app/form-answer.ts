import type { FormAnswer } from '@/components/ui/form-answer'
import type { ActionResult } from '@/lib/auth/user-action'

/** An action's result as the answer of a form: a refusal keeps what was typed and stands at the field it concerns. */
export function answerOf(result: ActionResult<unknown>, at: { field?: string; fieldCodes?: readonly string[]; values?: Record<string, string> } = {}): FormAnswer {
  if (result.ok) return { ok: true }
  const isAtField = at.field !== undefined && (at.fieldCodes?.includes(result.code) ?? result.code === 'bad_input')
  return { ok: false, code: result.code, field: isAtField ? at.field : undefined, values: at.values, errorId: result.errorId }
}

/** A form's text field, empty when it is missing or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
