import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { openKeyOf } from './open-draft'
import type { DraftView } from './present'
import { toDraftView } from './present-draft'

/** The member's open draft, begun when there was none. @throws AppError `already_connected` while the organization has a live connection. */
export async function getOrOpenDraft(actor: Actor): Promise<DraftView> {
  const { organizationId, userId } = actor
  const live = await db().connection.findFirst({ where: { liveKey: organizationId, organizationId }, select: { id: true } })
  if (live) throw new AppError('already_connected')
  const openKey = openKeyOf(actor)
  await db().setupDraft.createMany({ data: [{ organizationId, userId, openKey }], skipDuplicates: true })
  return toDraftView(await db().setupDraft.findFirstOrThrow({ where: { openKey, organizationId } }))
}
