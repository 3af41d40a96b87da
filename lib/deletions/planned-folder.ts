import { joinPath, pathKey } from '@/lib/dropbox/paths'
import { placeOf, type LedgerFolder } from './ledger'

/**
 * Where the exporter would put what the period folder `row` held: its live successor, or the path at which it would make one. Null when that
 * path belongs to another folder of ours.
 */
export function plannedFolder(row: LedgerFolder, folders: LedgerFolder[], rootName: string): { path: string; id: string | null } | null {
  const liveAt = (place: string) => folders.find((folder) => folder.isLive && placeOf(folder) === place)
  const period = liveAt(placeOf(row))
  if (period) return { path: period.path, id: period.id }
  const accountPlace = placeOf({ kind: 'account', accountId: row.accountId, period: null })
  const account = liveAt(accountPlace)?.path
  const name = folders.findLast((folder) => placeOf(folder) === accountPlace)?.name
  if (account === undefined && name === undefined) return null
  const root = liveAt('root/-/-')?.path ?? joinPath(rootName)
  const path = joinPath(account ?? joinPath(root, name ?? ''), row.name)
  return folders.some((folder) => folder.isLive && pathKey(folder.path) === pathKey(path)) ? null : { path, id: null }
}
