import 'server-only'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import type { Nights } from './evaluate-notices'

const TIMEOUT_MS = 10_000

/** A night is good when daily runs have just ended, none waits or runs, and none ended by a fault of ours. */
export const isGoodNight = ({ justEnded, open, failed }: Nights) => justEnded > 0 && open === 0 && failed === 0

/**
 * Tells the monitor at DEAD_MAN_URL that the night went well: it raises the alarm when it hears nothing for a day. False when there is no
 * such address, or it did not answer; the next tick tries again. Never throws; the address, often a secret, is not logged.
 */
export async function pingDeadMan(): Promise<boolean> {
  const url = env().DEAD_MAN_URL
  if (!url) return false
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' })
    await answer.body?.cancel()
    if (!answer.ok) log.warn({ status: answer.status }, 'the dead-man address did not accept the ping')
    return answer.ok
  } catch {
    log.warn({}, 'the dead-man address cannot be reached')
    return false
  }
}
