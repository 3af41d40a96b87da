/** What people did in Dropbox and what was decided. */
export type DeletionView = {
  id: string
  kind: 'file_deleted' | 'folder_deleted' | 'file_moved' | 'folder_moved' | 'file_edited' | 'brought_back' | 'guard_asked' | 'guard_answered'
  path: string
  toPath: string | null
  receipts: number
  decidedAt: string
  healedAt: string | null
  /** Present while *Bring back* makes sense. */
  canBringBack: boolean
  /** What this decision keeps away now; null when nothing (any more). */
  keptAway: KeptAway | null
}

/** Receipts that stay away with a deleted folder: how many, and the first of them by name. */
export type KeptAway = { count: number; first: { receiptId: string; name: string }[] }

/** The mass-deletion guard's question, while it waits for a person: `missing` of `total` files, which are those of so many receipts. */
export type GuardView = { seenAt: string; missing: number; receipts: number; total: number; folders: string[] }
