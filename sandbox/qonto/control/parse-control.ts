import type { z } from 'zod'
import { readJson } from '../wire/read-body'
import type { Exchange } from '../wire/exchange'
import { apiError } from '../wire/wire-error'

/** The body of a control call; throws 400 naming the first field that is wrong. */
export async function parseControl<T extends z.ZodType>(schema: T, { request }: Exchange): Promise<z.infer<T>> {
  const parsed = schema.safeParse(await readJson(request))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw apiError(400, 'bad_request', `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'is invalid'}`)
}
