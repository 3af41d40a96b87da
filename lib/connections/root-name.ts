import type { Tx } from '@/lib/db'
import { pathKey } from '@/lib/dropbox/paths'

const PLAIN = 'Qonto'

/** A company's name as part of a folder name that Dropbox, Windows and macOS take; '' when nothing of it remains. */
export function folderPart(name: string): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[\\/<>:"|?*\p{C}]|\p{Extended_Pictographic}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return [...cleaned].slice(0, 80).join('').replace(/[. ]+$/, '')
}

/** `Qonto`, unless that is taken: then `Qonto - <organization>`, numbered when that is taken too. Comparison as in Dropbox, without case. */
export function chooseRootName(organization: string, taken: string[]): string {
  const keys = new Set(taken.map(pathKey))
  const full = [PLAIN, folderPart(organization)].filter(Boolean).join(' - ')
  for (let number = 1; ; number++) {
    const name = number === 1 ? PLAIN : number === 2 ? full : `${full} (${number - 1})`
    if (!keys.has(pathKey(name))) return name
  }
}

/**
 * The name of the export folder at the root of a Dropbox: one that no other organization uses or used there, the same again for an
 * organization that comes back. Serialised per Dropbox account until the transaction ends.
 */
export async function rootName(tx: Tx, organization: { id: string; name: string }, dropboxAccountId: string): Promise<string> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`root:${dropboxAccountId}`}, 0))`
  const own = await tx.connection.findFirst({ where: { organizationId: organization.id, dropboxAccountId }, orderBy: { connectedAt: 'desc' }, select: { rootName: true } })
  if (own) return own.rootName
  // Names of other organizations are read to be avoided; nothing else of theirs is.
  const others = await tx.connection.findMany({ where: { dropboxAccountId, organizationId: { not: organization.id } }, select: { rootName: true }, distinct: ['rootName'] })
  return chooseRootName(organization.name, others.map((other) => other.rootName))
}
