import { forbidden } from 'next/navigation'
import type { Actor } from '@/lib/auth/actor'
import { requirePermission } from '@/lib/auth/require-actor'
import { isKeeper } from '@/lib/installation/keeper'

/** The owner who looks after the installation. Owners of other organizations are refused like everybody else. */
export async function loadSetUp(): Promise<Actor> {
  const actor = await requirePermission('installation.manage')
  if (!(await isKeeper(actor))) forbidden()
  return actor
}
