import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import type { ErrorCode } from '@/lib/errors'

/** Writes down that the source has just accepted the credentials (`problem` null), or why it has not. */
export async function noteCredential(organizationId: string, problem: ErrorCode | null): Promise<void> {
  await db().qontoCredential.updateMany({
    where: { organizationId },
    data: { state: problem ? 'refused' : 'accepted', problem, checkedAt: now() },
  })
}
