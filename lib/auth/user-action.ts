import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { AppError, toAppError, type ErrorCode } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Actor } from './actor'
import { currentActor } from './current-actor'
import { assertAllowed, type Permission } from './permissions'

/** What an action answers: its value, or a code with, for bad input, the fields it concerns. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; code: ErrorCode; fields?: Record<string, string>; errorId?: string; retryAfter?: number }

/**
 * A server action that checks session, permission and input, in this order, then calls `work`. Never throws to the
 * browser: unknown errors become `unexpected` with an id that the log line carries too.
 */
export function userAction<S extends z.ZodType, T>(permission: Permission, schema: S, work: (context: { actor: Actor; input: z.output<S> }) => Promise<T>) {
  return async (input: z.input<S>): Promise<ActionResult<T>> => {
    let who: Actor | null = null
    try {
      const actor = await currentActor()
      if (!actor) throw new AppError('signed_out')
      who = actor
      assertAllowed(actor.role, permission)
      const parsed = schema.safeParse(input)
      if (!parsed.success) {
        const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
        return { ok: false, code: 'bad_input', fields }
      }
      // PostgreSQL takes no NUL in a text.
      if (JSON.stringify(parsed.data)?.includes('\\u0000')) return { ok: false, code: 'bad_input' }
      return { ok: true, value: await work({ actor, input: parsed.data }) }
    } catch (thrown) {
      unstable_rethrow(thrown)
      return refusal(thrown, permission, who)
    }
  }
}

function refusal(thrown: unknown, permission: Permission, who: Actor | null): ActionResult<never> {
  const error = toAppError(thrown)
  const answer = { ok: false, code: error.code, ...(error.retryAfter && { retryAfter: error.retryAfter }) } as const
  if (error.code !== 'unexpected') return answer
  const errorId = crypto.randomUUID()
  log.error({ errorId, permission, userId: who?.userId, organizationId: who?.organizationId, err: error.cause ?? error }, 'an action failed')
  return { ...answer, errorId }
}
