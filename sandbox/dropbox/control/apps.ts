import { z } from 'zod'
import { DEMO_APP } from '../state/seed-defaults'
import type { App } from '../state/types'
import { verifyWebhook } from '../webhooks/verify-webhook'
import type { World } from '../world'
import { ControlError } from './control-error'

const AppInput = z.strictObject({
  app_key: z.string().min(1), app_secret: z.string().min(1).optional(), name: z.string().min(1).optional(), redirect_uris: z.array(z.string()).optional(),
  access: z.enum(['full', 'app_folder']).optional(), scopes: z.array(z.string()).optional(), webhook_uri: z.url().nullable().optional(),
  linking: z.enum(['open', 'limit', 'frozen']).optional(),
})

/** What a new app has enabled unless its registration says otherwise. */
const ALL_SCOPES = [...DEMO_APP.scopes, 'account_info.write', 'files.metadata.write', 'file_requests.read', 'file_requests.write', 'contacts.read', 'contacts.write']

/** How the control API shows an app. */
export function presentApp(app: App): Record<string, unknown> {
  return { app_key: app.key, app_secret: app.secret, name: app.name, redirect_uris: app.redirectUris, access: app.access, scopes: app.scopes, webhook_uri: app.webhookUri, linking: app.linking ?? 'open' }
}

/** Registers an app, or changes the fields given. A new webhook URI must answer the challenge first, as at the real console. */
export async function putApp(world: World, body: unknown): Promise<Record<string, unknown>> {
  const input = AppInput.parse(body)
  const known = world.state.apps.get(input.app_key) ?? { ...DEMO_APP, key: input.app_key, secret: `${input.app_key}-secret`, name: input.app_key, redirectUris: [], scopes: ALL_SCOPES }
  const app: App = {
    ...known, secret: input.app_secret ?? known.secret, name: input.name ?? known.name, redirectUris: input.redirect_uris ?? known.redirectUris,
    access: input.access ?? known.access, scopes: input.scopes ?? known.scopes, webhookUri: input.webhook_uri === undefined ? known.webhookUri : input.webhook_uri,
    linking: input.linking ?? known.linking,
  }
  if (app.webhookUri !== null && app.webhookUri !== known.webhookUri && !(await verifyWebhook(app.webhookUri))) {
    throw new ControlError(400, `${app.webhookUri} did not answer the challenge`)
  }
  world.store.commit({ t: 'app', app })
  return presentApp(app)
}
