import type { PresentFact } from '@/lib/exports/states'
import type { Found } from './decide'

/** A verdict as the ledger records it. */
export const presentFact = ({ export: { id }, file, path, folderId, isChanged }: Found): PresentFact => ({
  exportId: id, path, dropboxId: file.id, rev: file.rev, folderId, isChanged,
})
