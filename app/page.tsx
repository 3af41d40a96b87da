import { redirect } from 'next/navigation'
import { isAllowed } from '@/lib/auth/permissions'
import { requireActor } from '@/lib/auth/require-actor'

/** The first page a member may see. */
export default async function StartPage() {
  const actor = await requireActor()
  redirect(isAllowed(actor.role, 'connection.view') ? '/connect/dropbox' : '/receipts')
}
