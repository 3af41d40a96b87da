import { sha256 } from '@/lib/crypto'
import { db, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'

const WINDOW_MS = 15 * 60_000
const FREE_TRIES = { email: 5, address: 30 }

/** Tries for one account queue up behind each other for a moment. */
const WAIT = { maxWait: 10_000, timeout: 10_000 }

const keysFor = (email: string, address: string) => ({ email: `email:${sha256(email)}`, address: `address:${sha256(address)}` })

/** A try that was let through; it counts as failed until it is forgotten. */
export type Try = { ids: string[] }

/**
 * Lets a sign-in try pass and counts it before the password is looked at, so that many tries at once count each other; or refuses it while the
 * back-off of the account or the address runs: after the free tries one try per 2, 4, 8 … seconds, at most a quarter of an hour.
 * @throws AppError `too_many_attempts` with `retryAfter` in seconds; a refused try does not count.
 */
export async function beginTry(email: string, address: string): Promise<Try> {
  const keys = Object.entries(keysFor(email, address)) as [keyof typeof FREE_TRIES, string][]
  return await db().$transaction(async (tx) => {
    // Accounts before addresses in every transaction: no two wait for each other.
    for (const [, key] of keys) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`
    for (const [kind, key] of keys) await assertMayTry(tx, kind, key)
    await tx.signInAttempt.deleteMany({ where: { at: { lt: new Date(Date.now() - 2 * WINDOW_MS) } } })
    const rows = await tx.signInAttempt.createManyAndReturn({ data: keys.map(([, key]) => ({ key })), select: { id: true } })
    return { ids: rows.map((row) => row.id) }
  }, WAIT)
}

async function assertMayTry(tx: Tx, kind: keyof typeof FREE_TRIES, key: string): Promise<void> {
  const failures = await tx.signInAttempt.findMany({ where: { key, at: { gt: new Date(Date.now() - WINDOW_MS) } }, orderBy: { at: 'desc' }, take: 60 })
  const over = failures.length - FREE_TRIES[kind]
  const last = failures[0]
  if (over < 0 || !last) return
  const waitMs = Math.min(2 ** (over + 1) * 1000, WINDOW_MS) - (Date.now() - last.at.getTime())
  if (waitMs > 0) throw new AppError('too_many_attempts', kind, { retryAfter: Math.ceil(waitMs / 1000) })
}

/** After a successful sign-in: this try was none, and the account's failures are forgotten; the address's others are not. */
export async function forgetTries(email: string, { ids }: Try): Promise<void> {
  await db().signInAttempt.deleteMany({ where: { OR: [{ id: { in: ids } }, { key: keysFor(email, '').email }] } })
}
