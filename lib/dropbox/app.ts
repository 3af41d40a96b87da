/** The installation's app at Dropbox. The secret is never logged and travels in bodies and headers only. */
export type DropboxApp = { key: string; secret: string }
