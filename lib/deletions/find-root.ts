import { AppError } from '@/lib/errors'
import { getAccount } from '@/lib/dropbox/get-account'
import { joinPath, pathKey } from '@/lib/dropbox/paths'
import type { DropboxSession } from '@/lib/dropbox/session'
import type { Asker } from './asker'
import type { LedgerFolder } from './ledger'
import type { Standing } from './sight'

/**
 * The connection's root folder, by id and else by name; null when Dropbox confirms that there is neither.
 * @throws AppError `dropbox_reconnect` when the session reaches another account than the one connected: nothing may be decided there.
 */
export async function findRoot(
  session: DropboxSession,
  asker: Asker,
  connection: { dropboxAccountId: string; rootName: string },
  folders: LedgerFolder[],
): Promise<Standing | null> {
  const { accountId } = await getAccount(session)
  if (accountId !== connection.dropboxAccountId) throw new AppError('dropbox_reconnect', 'another Dropbox account answers')
  const rows = folders.filter((folder) => folder.kind === 'root' && folder.dropboxId !== null).reverse()
  const id = (rows.find((folder) => folder.isLive) ?? rows[0])?.dropboxId
  const path = joinPath(connection.rootName)
  if (id) await asker.ask([id])
  const byId = id ? asker.sight.alive.get(id) : undefined
  if (byId) return byId
  await asker.ask([path])
  for (const question of [id, path]) {
    if (question && asker.sight.silent.has(question)) throw new AppError('dropbox_blocked', 'the root folder cannot be seen')
  }
  const named = asker.sight.places.get(pathKey(path))
  return named?.kind === 'folder' ? named : null
}
