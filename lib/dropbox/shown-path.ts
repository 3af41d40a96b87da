import { env } from '@/lib/env'

/** A path as a person sees it in their Dropbox. With an App-folder app, ours are relative to `/Apps/<app name>`. */
export function shownPath(pathDisplay: string): string {
  const { DROPBOX_APP_FOLDER } = env()
  return DROPBOX_APP_FOLDER ? `/Apps/${DROPBOX_APP_FOLDER}${pathDisplay}` : pathDisplay
}
