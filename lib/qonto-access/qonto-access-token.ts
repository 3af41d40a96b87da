import 'server-only'
import { db, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { QontoCredential } from '@/lib/generated/prisma/client'
import { askForTokens, type QontoTokens } from '@/lib/qonto/token-endpoint'
import { keepTokens, rescueTokens } from './keep-tokens'
import { markQontoReconnect } from './mark-qonto-reconnect'
import { openSecret } from './sealed-secret'

/** A token that ends sooner is renewed: Qonto throttles an address that collects answers of 401. */
const EARLY_MS = 5 * 60_000
/** Less than this is no time for a call. */
const LAST_MS = 30_000
const TRANSACTION = { timeout: 20_000, maxWait: 20_000 }

/** `refused` is the token that Qonto has just refused; `renewedBefore` asks for a renewal unless there was one since. */
export type TokenWish = { refused?: string; renewedBefore?: Date }

export type QontoAccessToken = { accessToken: string; expiresAt: Date }

/** True while a call that begins now can use it, and Qonto has not just refused it. */
export const isQontoTokenUsable = ({ accessToken, expiresAt }: QontoAccessToken, refused?: string): boolean =>
  accessToken !== refused && expiresAt.getTime() - Date.now() > EARLY_MS

async function lock(tx: Tx, organizationId: string): Promise<QontoCredential & { refreshTokenSealed: string }> {
  await tx.$queryRaw`SELECT 1 FROM "QontoCredential" WHERE "organizationId" = ${organizationId} FOR UPDATE`
  const row = await tx.qontoCredential.findUnique({ where: { organizationId } })
  if (!row || row.kind !== 'oauth' || !row.refreshTokenSealed) throw new AppError('qonto_credentials_missing')
  if (row.problem === 'qonto_reconnect') throw new AppError('qonto_reconnect', 'known to have ended')
  return { ...row, refreshTokenSealed: row.refreshTokenSealed }
}

/** The stored token, unless it is used up or a renewal was begun and never stored: then Qonto has retired the refresh token we hold. */
function stored(row: QontoCredential, { refused, renewedBefore }: TokenWish): QontoAccessToken | null {
  if (row.renewalBegunAt) return null
  if (renewedBefore && (!row.renewedAt || row.renewedAt < renewedBefore)) return null
  const token = tokenOf(row)
  return token && isQontoTokenUsable(token, refused) ? token : null
}

function tokenOf(row: QontoCredential): QontoAccessToken | null {
  if (!row.accessTokenSealed || !row.accessTokenExpiresAt) return null
  return { accessToken: openSecret(row.accessTokenSealed, 'accessTokenSealed', row), expiresAt: row.accessTokenExpiresAt }
}

/** While Qonto cannot renew for a moment, a token that still has some time goes on. */
function lastMinutes(row: QontoCredential, { refused, renewedBefore }: TokenWish): QontoAccessToken | null {
  const token = renewedBefore ? null : tokenOf(row)
  return token && token.accessToken !== refused && token.expiresAt.getTime() - Date.now() > LAST_MS ? token : null
}

/** First look: a usable token, or the mark that a renewal begins. It is committed before Qonto is asked, so that a death in between is seen. */
async function beginRenewal(organizationId: string, wish: TokenWish): Promise<QontoAccessToken | null> {
  return await db().$transaction(async (tx) => {
    const row = await lock(tx, organizationId)
    const token = stored(row, wish)
    if (!token) await tx.qontoCredential.update({ where: { organizationId }, data: { renewalBegunAt: row.renewalBegunAt ?? new Date() } })
    return token
  }, TRANSACTION)
}

type Answered = { before: QontoCredential; tokens: QontoTokens }

/** Second look, with the lock held until the new tokens are stored; somebody else may have renewed since the first. */
async function renewUnderLock(tx: Tx, organizationId: string, wish: TokenWish, answered: (answer: Answered) => void): Promise<QontoAccessToken | AppError> {
  const before = await lock(tx, organizationId)
  const token = stored(before, wish)
  if (token) return token
  try {
    const refreshToken = openSecret(before.refreshTokenSealed, 'refreshTokenSealed', before)
    const tokens = await askForTokens({ grant_type: 'refresh_token', refresh_token: refreshToken }, 'qonto_reconnect')
    answered({ before, tokens })
    await keepTokens(tx, before, tokens)
    return tokens
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    const still = thrown.next === 'retry' ? lastMinutes(before, wish) : null
    if (still) return still
    if (thrown.code !== 'qonto_reconnect') throw thrown
    await markQontoReconnect(tx, organizationId)
    return thrown
  }
}

async function renew(organizationId: string, wish: TokenWish): Promise<QontoAccessToken> {
  const usable = await beginRenewal(organizationId, wish)
  if (usable) return usable
  let answer: Answered | undefined
  const outcome = await db()
    .$transaction((tx) => renewUnderLock(tx, organizationId, wish, (given) => (answer = given)), TRANSACTION)
    .catch(async (thrown: unknown) => {
      if (!answer) throw thrown
      await rescueTokens(answer.before, answer.tokens)
      return answer.tokens
    })
  if (outcome instanceof AppError) throw outcome
  return outcome
}

const globals = globalThis as { __qontoTokenFlights?: Map<string, Promise<QontoAccessToken>> }

/**
 * A usable access token of an organization that consented. One renewal is in flight per organization: within the process callers share
 * it, between processes the row lock makes the others find its result. New tokens are stored before anybody gets them.
 * @throws AppError `qonto_reconnect` once access has ended (marked), `qonto_credentials_missing`, or what may pass.
 */
export async function qontoAccessToken(organizationId: string, wish: TokenWish = {}): Promise<QontoAccessToken> {
  const flights = (globals.__qontoTokenFlights ??= new Map())
  const key = `${organizationId} ${wish.refused ?? ''} ${wish.renewedBefore?.getTime() ?? ''}`
  const flight = flights.get(key) ?? renew(organizationId, wish).finally(() => flights.delete(key))
  flights.set(key, flight)
  return await flight
}
