import 'server-only'
import { cache } from 'react'
import { db } from '@/lib/db'
import { readGuard } from './guard'
import type { GuardView } from './present'

/** The mass-deletion guard's question while it waits for a person; null when there is none, or once it was answered. Read once for each page. */
export const getGuard = cache(async (organizationId: string, connectionId: string): Promise<GuardView | null> => {
  const connection = await db().connection.findFirst({ where: { id: connectionId, organizationId }, select: { deletionGuard: true } })
  const guard = readGuard(connection?.deletionGuard)
  if (!guard || guard.answer) return null
  const { seenAt, missing, total, folders } = guard
  return { seenAt, missing, receipts: guard.receipts ?? missing, total, folders }
})
