import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { seal } from '@/lib/crypto'
import { db } from '@/lib/db'
import { checkApp } from '@/lib/dropbox/check-app'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { assertKeeper } from './keeper'
import { INSTALLATION, secretPlace } from './place'

const WELL_FORMED = /^[\x21-\x39\x3b-\x7e]{1,100}$/

/**
 * Stores the installation's Dropbox app after Dropbox has accepted key and secret; nothing is stored otherwise. Connections made with
 * another app must be reconnected. Safe to repeat.
 * @throws AppError `not_allowed`, `dropbox_app_fixed` when the environment names one, `bad_input`, `dropbox_app_refused`, or what may pass.
 */
export async function saveDropboxApp(actor: Actor, given: { key: string; secret: string }): Promise<void> {
  await assertKeeper(actor)
  if (env().DROPBOX_APP_KEY) throw new AppError('dropbox_app_fixed')
  const [key, secret] = [given.key.trim(), given.secret.trim()]
  if (![key, secret].every((text) => WELL_FORMED.test(text))) throw new AppError('bad_input', 'app key or secret')
  await checkApp({ key, secret })
  const { organizationId } = actor
  const app = { dropboxAppKey: key, dropboxAppSecretSealed: seal(secret, secretPlace(organizationId)) }
  await db().$transaction(async (tx) => {
    await tx.installation.upsert({ where: { id: INSTALLATION }, create: { id: INSTALLATION, organizationId, ...app }, update: app })
    await recordAudit(tx, { organizationId, actor, action: 'installation_changed', detail: { dropboxAppKey: key } })
  })
}
