import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'

/** The weekly digest comes on this weekday from now on, 1 is Monday. A repeat changes and logs nothing. @throws AppError `bad_input` for no weekday. */
export async function saveDigestDay(actor: Actor, digestDay: number): Promise<void> {
  const { organizationId } = actor
  if (!Number.isInteger(digestDay) || digestDay < 1 || digestDay > 7) throw new AppError('bad_input', 'digestDay')
  await db().$transaction(async (tx) => {
    const { count } = await tx.organization.updateMany({ where: { id: organizationId, digestDay: { not: digestDay } }, data: { digestDay } })
    if (count > 0) await recordAudit(tx, { organizationId, actor, action: 'settings_changed', detail: { digestDay } })
  })
}
