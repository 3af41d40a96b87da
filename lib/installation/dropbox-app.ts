import 'server-only'
import { open } from '@/lib/crypto'
import { db } from '@/lib/db'
import type { DropboxApp } from '@/lib/dropbox/app'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { INSTALLATION, secretPlace } from './place'

/** The installation's Dropbox app: the environment's, else the one that an owner entered; null while there is none. */
export async function findDropboxApp(): Promise<DropboxApp | null> {
  const { DROPBOX_APP_KEY: key, DROPBOX_APP_SECRET: secret } = env()
  if (key && secret) return { key, secret }
  const row = await db().installation.findUnique({ where: { id: INSTALLATION } })
  if (!row?.dropboxAppKey || !row.dropboxAppSecretSealed) return null
  return { key: row.dropboxAppKey, secret: open(row.dropboxAppSecretSealed, secretPlace(row.organizationId)) }
}

/** The same, for what cannot do without. @throws AppError `dropbox_app_missing`. */
export async function dropboxApp(): Promise<DropboxApp> {
  const app = await findDropboxApp()
  if (!app) throw new AppError('dropbox_app_missing')
  return app
}
