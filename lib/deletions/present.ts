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
}

/** The mass-deletion guard's question, while it waits for a person. */
export type GuardView = { seenAt: string; missing: number; total: number; folders: string[] }
