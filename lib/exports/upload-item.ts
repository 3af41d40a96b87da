import type { OwedRow } from './read-owed'

/** An owed export on its way: with its place, how often it was started over in this run, and how often foreign bytes were in its way. */
export type UploadItem = { row: OwedRow; folderId: string; fileName: string; path: string; number: number; restarts: number; renames: number }

/** Where a session of Dropbox holds the item's bytes, closed and ready to commit. */
export type Sent = { item: UploadItem; sessionId: string; size: number; contentHash: string }
