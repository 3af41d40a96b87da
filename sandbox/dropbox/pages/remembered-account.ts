import type { IncomingMessage } from 'node:http'
import type { Account } from '../state/types'
import type { World } from '../world'

const COOKIE = 'local_dropbox_account'

/** The account this browser used last, from its cookie. */
export function rememberedAccount(world: World, req: IncomingMessage): Account | undefined {
  const id = new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(req.headers.cookie ?? '')?.[1]
  return id === undefined ? undefined : world.state.accounts.get(decodeURIComponent(id))
}

/** A cookie that makes this browser use the account from now on. */
export function answerAccount(account: Account): string {
  return `${COOKIE}=${encodeURIComponent(account.id)}; Path=/; HttpOnly; SameSite=Lax`
}
