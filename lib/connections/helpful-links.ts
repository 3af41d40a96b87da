import 'server-only'
import { db } from '@/lib/db'
import { folderUrl, planUrl } from '@/lib/dropbox/folder-url'
import { findLiveConnection } from './find-live-connection'
import type { HelpfulLink } from './present'

/** Pages at Dropbox: the export folder, each account's folder with its newest period, and the plan. Empty while nothing is connected. */
export async function helpfulLinks(organizationId: string): Promise<HelpfulLink[]> {
  const connection = await findLiveConnection(organizationId)
  if (!connection) return []
  const live = { connectionId: connection.id, organizationId, deletedAt: null }
  const [folders, newest, accounts] = await Promise.all([
    db().exportFolder.findMany({ where: { ...live, kind: { in: ['root', 'account'] } }, orderBy: [{ kind: 'asc' }, { name: 'asc' }] }),
    db().exportFolder.findMany({ where: { ...live, kind: 'period' }, orderBy: [{ accountId: 'asc' }, { period: 'desc' }], distinct: ['accountId'] }),
    db().currentAccount.findMany({ where: { organizationId }, select: { id: true, label: true } }),
  ])
  const labelOf = (accountId: string | null) => accounts.find((account) => account.id === accountId)?.label ?? null
  const links = folders.flatMap((folder): HelpfulLink[] => {
    if (folder.kind === 'root') return [{ kind: 'root', label: null, href: folderUrl(folder.path) }]
    const label = labelOf(folder.accountId) ?? folder.name
    const period = newest.find((one) => one.accountId === folder.accountId)
    const own: HelpfulLink = { kind: 'account', label, href: folderUrl(folder.path) }
    return period ? [own, { kind: 'period', label: `${label} · ${period.period ?? period.name}`, href: folderUrl(period.path) }] : [own]
  })
  return [...links, { kind: 'plan', label: null, href: planUrl() }]
}
