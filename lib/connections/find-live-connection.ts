import 'server-only'
import { cache } from 'react'
import { db } from '@/lib/db'
import { shownPath } from '@/lib/dropbox/shown-path'
import { isErrorCode } from '@/lib/errors'
import type { Connection } from '@/lib/generated/prisma/client'
import type { ConnectionView } from './present'

function toConnectionView(connection: Connection, rootPath: string): ConnectionView {
  const { spaceUsed, spaceAllocated, spaceCheckedAt, problem } = connection
  return {
    id: connection.id,
    state: connection.state === 'needs_reconnect' ? 'needs_reconnect' : 'active',
    authenticationName: connection.authenticationName,
    dropbox: { name: connection.dropboxName, email: connection.dropboxEmail, team: connection.dropboxTeam },
    connectedBy: connection.connectedByName,
    connectedAt: connection.connectedAt.toISOString(),
    startAt: connection.startAt.toISOString(),
    rootPath: shownPath(rootPath),
    space:
      spaceUsed !== null && spaceAllocated !== null && spaceCheckedAt !== null
        ? { used: Number(spaceUsed), allocated: Number(spaceAllocated), checkedAt: spaceCheckedAt.toISOString() }
        : null,
    problem: problem !== null && isErrorCode(problem) ? problem : null,
    problemSince: connection.problemSince?.toISOString() ?? null,
    missingBytes: connection.missingBytes === null ? null : Number(connection.missingBytes),
    verifiedAt: connection.verifiedAt?.toISOString() ?? null,
    reconciledAt: connection.reconciledAt?.toISOString() ?? null,
  }
}

/** The organization's connection between Finish and Disconnect, or null. `rootPath` is where its folder is now. Read once for each page. */
export const findLiveConnection = cache(async (organizationId: string): Promise<ConnectionView | null> => {
  const connection = await db().connection.findFirst({
    where: { liveKey: organizationId, organizationId },
    include: { folders: { where: { kind: 'root', deletedAt: null }, select: { path: true }, take: 1 } },
  })
  return connection && toConnectionView(connection, connection.folders[0]?.path ?? `/${connection.rootName}`)
})
