import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { beginTry, forgetTries } from './attempts'
import { isRefusedDemoAccount } from './demo-account'
import { isPasswordRight } from './passwords'
import { startSession } from './sessions'

/**
 * Checks e-mail and password and starts a session in the member's (first) organization. Unknown and known addresses get
 * the same answer in about the same time.
 * @throws AppError `sign_in_failed`, or `too_many_attempts` with seconds to wait.
 */
export async function authenticate(input: { email: string; password: string; address: string }): Promise<{ sessionId: string; userId: string }> {
  const email = input.email.replaceAll('\0', '').trim().toLowerCase().slice(0, 320)
  const attempt = await beginTry(email, input.address)
  const user = await db().user.findUnique({ where: { email }, include: { memberships: { orderBy: { createdAt: 'asc' }, take: 1 } } })
  const isRight = await isPasswordRight(user?.passwordHash ?? null, input.password)
  const membership = user?.memberships[0]
  if (!user || !isRight || !membership || isRefusedDemoAccount(email)) throw new AppError('sign_in_failed')
  await forgetTries(email, attempt)
  const sessionId = await startSession(user.id, membership.organizationId)
  const actor = { userId: user.id, name: user.name }
  await db().$transaction((tx) => recordAudit(tx, { organizationId: membership.organizationId, actor, action: 'sign_in', detail: {} }))
  return { sessionId, userId: user.id }
}
