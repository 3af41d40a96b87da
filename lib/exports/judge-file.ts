import type { FileEntry } from '@/lib/dropbox/entry'

/** A done export as the ledger knows it. */
export type LedgerFile = { exportId: string; dropboxId: string; rev: string; size: bigint; contentHash: string }
export type Judgement = 'confirmed' | 'changed' | 'mismatched' | 'missing'

/**
 * What Dropbox's metadata says about an exported file. Other content under a newer revision was written by somebody else since (`changed`); under
 * the very revision that we recorded it can only be a wrong record or a damaged file (`mismatched`).
 */
export function judgeFile(file: LedgerFile, entry: Pick<FileEntry, 'rev' | 'size' | 'contentHash'> | null): Judgement {
  if (!entry) return 'missing'
  if (entry.contentHash === file.contentHash && BigInt(entry.size) === file.size) return 'confirmed'
  return entry.rev === file.rev ? 'mismatched' : 'changed'
}
