import { sha256 } from '@/lib/crypto'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'

const WINDOW_MS = 15 * 60_000
const FREE_TRIES = { email: 5, address: 30 }

const keysFor = (email: string, address: string) => ({ email: `email:${sha256(email)}`, address: `address:${sha256(address)}` })

/**
 * Lets a sign-in try pass, or refuses it while the back-off of the account or the address runs: after the free tries one
 * try per 2, 4, 8 … seconds, at most a quarter of an hour.
 * @throws AppError `too_many_attempts` with `retryAfter` in seconds.
 */
export async function assertMayTry(email: string, address: string): Promise<void> {
  const since = new Date(Date.now() - WINDOW_MS)
  for (const [kind, key] of Object.entries(keysFor(email, address)) as ['email' | 'address', string][]) {
    const failures = await db().signInAttempt.findMany({ where: { key, at: { gt: since } }, orderBy: { at: 'desc' }, take: 60 })
    const over = failures.length - FREE_TRIES[kind]
    const last = failures[0]
    if (over < 0 || !last) continue
    const waitMs = Math.min(2 ** (over + 1) * 1000, WINDOW_MS) - (Date.now() - last.at.getTime())
    if (waitMs > 0) throw new AppError('too_many_attempts', kind, { retryAfter: Math.ceil(waitMs / 1000) })
  }
}

/** Remembers a failed try for account and address; forgets tries that no longer count. */
export async function recordFailedTry(email: string, address: string): Promise<void> {
  const keys = keysFor(email, address)
  await db().signInAttempt.createMany({ data: [{ key: keys.email }, { key: keys.address }] })
  await db().signInAttempt.deleteMany({ where: { at: { lt: new Date(Date.now() - 2 * WINDOW_MS) } } })
}

/** A successful sign-in clears the account's failures, not the address's. */
export async function forgetFailedTries(email: string): Promise<void> {
  await db().signInAttempt.deleteMany({ where: { key: keysFor(email, '').email } })
}
