import { z } from 'zod'
import { pathKey } from '@/lib/dropbox/paths'

const Guard = z.object({
  seenAt: z.string(),
  /** Files. */
  missing: z.number().int(),
  /** Receipts among them: a receipt and its certified copy are two files. Questions asked before those were told apart lack it. */
  receipts: z.number().int().optional(),
  total: z.number().int(),
  folders: z.array(z.string()),
  answer: z.enum(['confirm', 'bring_back']).optional(),
  answeredBy: z.string().optional(),
})

/** The mass-deletion guard's question as Connection.deletionGuard holds it, with a person's answer until a pass has carried it out. */
export type Guard = z.output<typeof Guard>

/** Reads Connection.deletionGuard; null when no question is open. @throws ZodError when the row holds something else. */
export const readGuard = (json: unknown): Guard | null => (json === null || json === undefined ? null : Guard.parse(json))

/** More files than this, and more than half of all, have to go before a person is asked. */
const MOST_WITHOUT_ASKING = 50

/** Whether a pass that would tombstone `missing` of `total` files has to ask first. What was already answered does not count again. */
export function mustAsk(missing: number, total: number, guard: Guard | null): boolean {
  const unanswered = missing - (guard?.answer ? guard.missing : 0)
  return unanswered > MOST_WITHOUT_ASKING && unanswered > total / 2
}

/** True while the question is open and `path` lies in a folder it asks about: nothing may be uploaded there. */
export function isGuarded(deletionGuard: unknown, path: string): boolean {
  const guard = readGuard(deletionGuard)
  const key = pathKey(path)
  return guard !== null && guard.folders.some((folder) => key === pathKey(folder) || key.startsWith(`${pathKey(folder)}/`))
}
