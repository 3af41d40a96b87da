import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { INSTALLATION } from './place'

/** The organization whose owners look after the installation: the one that was set up first; null before. */
export async function keeperOrganization(): Promise<string | null> {
  const row = await db().installation.findUnique({ where: { id: INSTALLATION }, select: { organizationId: true } })
  if (row) return row.organizationId
  const oldest = await db().organization.findFirst({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true } })
  return oldest?.id ?? null
}

/** True for an owner of that organization. Owners of others have their own company here, not the installation. */
export async function isKeeper({ role, organizationId }: Pick<Actor, 'role' | 'organizationId'>): Promise<boolean> {
  return role === 'owner' && (await keeperOrganization()) === organizationId
}

/** @throws AppError `not_allowed`. */
export async function assertKeeper(actor: Actor): Promise<void> {
  if (!(await isKeeper(actor))) throw new AppError('not_allowed', 'installation')
}
