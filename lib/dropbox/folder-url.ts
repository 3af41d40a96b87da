import { env } from '@/lib/env'

/** The page at Dropbox that opens a folder. With an App-folder app, paths are relative to `/Apps/<app name>`. */
export function folderUrl(pathDisplay: string): string {
  const { DROPBOX_WEB_URL, DROPBOX_APP_FOLDER } = env()
  const place = DROPBOX_APP_FOLDER ? `/Apps/${DROPBOX_APP_FOLDER}${pathDisplay}` : pathDisplay
  return `${DROPBOX_WEB_URL}/home${place.split('/').map(encodeURIComponent).join('/')}`
}

/** The page at Dropbox where space can be bought. */
export const planUrl = (): string => `${env().DROPBOX_WEB_URL}/account/plan`
