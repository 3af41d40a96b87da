import 'server-only'
import { db } from '@/lib/db'
import type { AccountRow } from './present'

/** The organization's current accounts for a filter, the main one first and closed ones last. */
export async function listAccountChoices(organizationId: string): Promise<Pick<AccountRow, 'id' | 'label'>[]> {
  return await db().currentAccount.findMany({ where: { organizationId }, select: { id: true, label: true }, orderBy: [{ isClosed: 'asc' }, { isMain: 'desc' }, { label: 'asc' }, { id: 'asc' }] })
}
