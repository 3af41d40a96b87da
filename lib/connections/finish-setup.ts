import 'server-only'
import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { now } from '@/lib/clock'
import { db, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { Prisma, type SetupDraft } from '@/lib/generated/prisma/client'
import { openKeyOf } from './open-draft'
import { rootName } from './root-name'
import { openToken, sealToken } from './sealed-token'

export type FinishedSetup = { connectionId: string; runId: string }

/** What this member finished before, while it is still live. */
async function finishedBefore(tx: Tx, actor: Actor): Promise<FinishedSetup> {
  const live = await tx.connection.findFirst({
    where: { liveKey: actor.organizationId, organizationId: actor.organizationId },
    include: { runs: { where: { trigger: 'setup' }, orderBy: { requestedAt: 'asc' }, take: 1 } },
  })
  if (!live) throw new AppError('step_out_of_order', 'no open draft')
  const [run] = live.runs
  if (live.connectedByUserId !== actor.userId || !run) throw new AppError('already_connected')
  return { connectionId: live.id, runId: run.id }
}

/** The draft's secrets, sealed for the connection's row. */
function moveTokens(draft: SetupDraft, row: { id: string; organizationId: string }) {
  const move = (sealed: string | null, column: 'refreshTokenSealed' | 'accessTokenSealed') =>
    sealed && sealToken(openToken(sealed, { table: 'SetupDraft', column }, draft), { table: 'Connection', column }, row)
  return { refreshTokenSealed: move(draft.refreshTokenSealed, 'refreshTokenSealed'), accessTokenSealed: move(draft.accessTokenSealed, 'accessTokenSealed') }
}

async function createConnection(tx: Tx, actor: Actor, draft: SetupDraft): Promise<FinishedSetup> {
  const { organizationId } = actor
  const { authenticationName, startAt, dropboxAccountId, dropboxEmail, dropboxName, dropboxKind } = draft
  if (!authenticationName || !startAt || !dropboxAccountId || !draft.refreshTokenSealed) throw new AppError('step_out_of_order', 'incomplete draft')
  const organization = await tx.organization.findUniqueOrThrow({ where: { id: organizationId } })
  const id = randomUUID()
  await tx.connection.create({
    data: {
      id,
      organizationId,
      liveKey: organizationId,
      draftId: draft.id,
      authenticationName,
      connectedByUserId: actor.userId,
      connectedByName: actor.name,
      connectedAt: now(),
      startAt,
      dropboxAccountId,
      dropboxEmail: dropboxEmail ?? '',
      dropboxName: dropboxName ?? '',
      dropboxTeam: draft.dropboxTeam,
      dropboxKind: dropboxKind ?? 'basic',
      scopes: draft.scopes,
      ...moveTokens(draft, { id, organizationId }),
      accessTokenExpiresAt: draft.accessTokenExpiresAt,
      spaceUsed: draft.spaceUsed,
      spaceAllocated: draft.spaceAllocated,
      spaceCheckedAt: draft.spaceAllocated === null ? null : draft.updatedAt,
      rootName: await rootName(tx, organization, dropboxAccountId),
      periodKind: organization.periodKind,
      fileTemplate: organization.fileTemplate,
      folderLocale: organization.locale,
    },
  })
  const run = await tx.run.create({ data: { organizationId, connectionId: id, trigger: 'setup', requestedAt: now(), requestedByName: actor.name } })
  await tx.setupDraft.update({
    where: { id: draft.id, organizationId },
    data: { openKey: null, refreshTokenSealed: null, accessTokenSealed: null, accessTokenExpiresAt: null },
  })
  await recordAudit(tx, {
    organizationId,
    actor: { userId: actor.userId, name: actor.name },
    action: 'connect',
    detail: { connectionId: id, authenticationName, dropboxAccountId, dropboxEmail, startAt: startAt.toISOString() },
  })
  return { connectionId: id, runId: run.id }
}

/**
 * Turns the member's complete draft into the organization's live connection with its first run, in one transaction. Finish twice makes
 * one, with the same answer. @throws AppError `step_out_of_order` while a step is missing, `already_connected` when a colleague was first.
 */
export async function finishSetup(actor: Actor): Promise<FinishedSetup> {
  try {
    return await db().$transaction(async (tx) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM "SetupDraft" WHERE "openKey" = ${openKeyOf(actor)} AND "organizationId" = ${actor.organizationId} FOR UPDATE`
      const draft = rows[0] && (await tx.setupDraft.findFirst({ where: { id: rows[0].id, organizationId: actor.organizationId } }))
      return draft ? createConnection(tx, actor, draft) : finishedBefore(tx, actor)
    })
  } catch (thrown) {
    if (thrown instanceof Prisma.PrismaClientKnownRequestError && thrown.code === 'P2002') throw new AppError('already_connected', undefined, { cause: thrown })
    throw thrown
  }
}
