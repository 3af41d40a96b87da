import { z } from 'zod'
import { createLink, issueToken } from '../oauth/create-link'
import { DEMO_APP } from '../state/seed-defaults'
import type { World } from '../world'
import { ControlError } from './control-error'
import { findAccount } from './find-account'

const TokenInput = z.strictObject({
  account: z.string(), app_key: z.string().optional(), scopes: z.array(z.string()).optional(), expires_in: z.number().optional(),
})

/** Links an account with an app without the browser; every call makes a new link. */
export function makeToken(world: World, body: unknown): Record<string, unknown> {
  const input = TokenInput.parse(body)
  const account = findAccount(world, input.account)
  const app = world.state.apps.get(input.app_key ?? DEMO_APP.key)
  if (!app) throw new ControlError(404, `no app ${input.app_key ?? DEMO_APP.key}`)
  const grant = createLink(world, account, app, input.scopes ?? app.scopes, true, true)
  const { token, seconds } = issueToken(world, grant, grant.scopes, input.expires_in)
  return {
    access_token: token, refresh_token: grant.refreshToken, expires_in: seconds, app_key: app.key, app_secret: app.secret,
    account_id: account.id, scope: grant.scopes.join(' '),
  }
}
