import 'server-only'
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record-audit'
import { isRefusedDemoAccount } from '@/lib/auth/demo-account'
import { hashPassword } from '@/lib/auth/passwords'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { INSTALLATION } from '@/lib/installation/place'

const NewOwner = z.object({
  organization: z.string().trim().min(1).max(100),
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  name: z.string().trim().min(1).max(100),
})

export type OwnerInput = { organization: string; email: string; name: string; password: string }

/** What all demo accounts share: never in an installation with real keys. */
const DEMO_PASSWORD = 'receipts-demo'

/**
 * The first owner of an organization, for an installation without demo data. Done before with the same e-mail and organization name, it
 * changes nothing (`isNew` false, the password stays). @throws AppError `bad_input`, `not_allowed` for demo accounts with real keys,
 * `already_member` when the e-mail belongs to somebody already,
 * `set_up_done` when it should have been the first organization and is not.
 */
export async function createOwner(input: OwnerInput, { isFirst = false } = {}): Promise<{ organizationId: string; isNew: boolean }> {
  const parsed = NewOwner.safeParse(input)
  if (!parsed.success) throw new AppError('bad_input', parsed.error.issues.map((issue) => issue.path.join('.')).join(', '))
  const { organization, email, name } = parsed.data
  if (isRefusedDemoAccount(email) || (!env().isLocal && input.password === DEMO_PASSWORD)) throw new AppError('not_allowed', 'demo accounts exist only without real keys')
  const passwordHash = await hashPassword(input.password)
  return await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('create-owner', 0))::text`
    const isEmpty = (await tx.organization.findFirst({ select: { id: true } })) === null
    if (isFirst && !isEmpty) throw new AppError('set_up_done')
    const known = await tx.user.findUnique({ where: { email }, include: { memberships: { include: { organization: true } } } })
    const before = known?.memberships.find((membership) => membership.role === 'owner' && membership.organization.name === organization)
    if (before) return { organizationId: before.organizationId, isNew: false }
    if (known) throw new AppError('already_member')
    const { id: organizationId } = await tx.organization.create({ data: { name: organization } })
    const { id: userId } = await tx.user.create({ data: { email, name, passwordHash } })
    await tx.membership.create({ data: { organizationId, userId, role: 'owner' } })
    if (isEmpty) await tx.installation.create({ data: { id: INSTALLATION, organizationId } })
    await recordAudit(tx, { organizationId, actor: { name: 'Installation' }, action: 'member_added', detail: { userId, name, role: 'owner' } })
    return { organizationId, isNew: true }
  })
}
