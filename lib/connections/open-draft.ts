import type { Actor } from '@/lib/auth/actor'
import { db, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { SetupDraft } from '@/lib/generated/prisma/client'

/** Of this member only, and one at a time. */
export const openKeyOf = ({ organizationId, userId }: Pick<Actor, 'organizationId' | 'userId'>): string => `${organizationId}:${userId}`

/** The member's open draft. @throws AppError `step_out_of_order` when there is none. */
export async function openDraft(actor: Actor, tx: Tx = db()): Promise<SetupDraft> {
  const draft = await tx.setupDraft.findFirst({ where: { openKey: openKeyOf(actor), organizationId: actor.organizationId } })
  if (!draft) throw new AppError('step_out_of_order', 'no open draft')
  return draft
}
