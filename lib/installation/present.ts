/** The installation's Dropbox app as pages see it. `isFixed`: the environment names it, so that it cannot be changed here. */
export type DropboxAppView = { key: string | null; isFixed: boolean; redirectUri: string; scopes: string }
