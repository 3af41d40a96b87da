import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { AppError, type ErrorCode } from '@/lib/errors'

/** True when Qonto has refused the credentials themselves: only a person can change that. */
export const isAccessRefused = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'qonto_credentials_refused' || error.code === 'qonto_reconnect')

/**
 * Writes down that Qonto has just accepted the credentials (`problem` null), or why it has not. An answer to a call that began before
 * access ended does not bring it back: only a new consent does.
 */
export async function noteCredential(organizationId: string, problem: ErrorCode | null): Promise<void> {
  await db().qontoCredential.updateMany({
    where: { organizationId, ...(problem === null && { OR: [{ problem: null }, { problem: { not: 'qonto_reconnect' } }] }) },
    data: { state: problem ? 'refused' : 'accepted', problem, checkedAt: now() },
  })
}
