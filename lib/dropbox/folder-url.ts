import { env } from '@/lib/env'
import { shownPath } from './shown-path'

/** The page at Dropbox that opens a folder. */
export const folderUrl = (pathDisplay: string): string => `${env().DROPBOX_WEB_URL}/home${shownPath(pathDisplay).split('/').map(encodeURIComponent).join('/')}`

/** The page at Dropbox where space can be bought. */
export const planUrl = (): string => `${env().DROPBOX_WEB_URL}/account/plan`

/** Where Dropbox lists the apps that have access to the signed-in account, each with a button that ends it. */
export const connectedAppsUrl = (): string => `${env().DROPBOX_WEB_URL}/account/connected_apps`
