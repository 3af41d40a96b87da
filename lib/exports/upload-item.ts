import type { OwedRow } from './read-owed'

/** An owed export on its way: with its place, and how often it was started over in this run. */
export type UploadItem = { row: OwedRow; folderId: string; fileName: string; path: string; number: number; restarts: number }

/** Where a session of Dropbox holds the item's bytes, closed and ready to commit. */
export type Sent = { item: UploadItem; sessionId: string; size: number; contentHash: string }
