import { z } from 'zod'
import { PATIENCE_MS } from './seat'

const Health = z.object({ status: z.enum(['ok', 'failing']), checks: z.object({ database: z.string(), jobs: z.string() }) })

/** What answers there: our app, something else, or nothing. */
export type Heard = { kind: 'ours'; jobs: string } | { kind: 'stranger' } | { kind: 'silent' }

/** Asks the app's health page under an address. */
export async function askHealth(base: string): Promise<Heard> {
  try {
    const reply = await fetch(`${base}/api/health`, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) })
    const health = Health.safeParse(await reply.json().catch(() => null))
    return health.success ? { kind: 'ours', jobs: health.data.checks.jobs } : { kind: 'stranger' }
  } catch {
    return { kind: 'silent' }
  }
}
