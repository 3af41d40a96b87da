import { z } from 'zod'
import { callDropbox, RPC_TIMEOUT_MS } from './call'
import type { DropboxSession } from './session'

export type DropboxAccount = { accountId: string; name: string; email: string; kind: string; team: string | null }

const Account = z.object({
  account_id: z.string().min(1),
  name: z.object({ display_name: z.string() }),
  email: z.string(),
  account_type: z.object({ '.tag': z.string() }),
  team: z.object({ name: z.string() }).nullish(),
})

/** Whose Dropbox the session reaches. `kind` is Dropbox's account type: basic, pro or business. */
export async function getAccount(session: DropboxSession): Promise<DropboxAccount> {
  const reply = await callDropbox(session, 'read', RPC_TIMEOUT_MS, (client, options) => client.usersGetCurrentAccount(options))
  const account = Account.parse(reply)
  return {
    accountId: account.account_id,
    name: account.name.display_name,
    email: account.email,
    kind: account.account_type['.tag'],
    team: account.team?.name ?? null,
  }
}
