/** A folder as the ledger knows it. `path` is where it was last seen, `name` the name the exporter gave it. */
export type LedgerFolder = {
  id: string
  kind: 'root' | 'account' | 'period'
  accountId: string | null
  period: string | null
  name: string
  dropboxId: string | null
  path: string
  /** False once it was found deleted; its place may then have a successor. */
  isLive: boolean
}

/** An export as the ledger knows it. `path` is where its file was last seen. */
export type LedgerExport = {
  id: string
  /** A receipt and its certified copy are two exports of one receipt. */
  receiptId: string
  state: 'owed' | 'done' | 'tombstoned'
  owedReason: string | null
  folderId: string | null
  path: string | null
  dropboxId: string | null
  rev: string | null
  contentHash: string | null
  isChanged: boolean
}

/** What one pass judges: every folder of the connection, and the exports that what was seen may concern. */
export type Ledger = { rootName: string; folders: LedgerFolder[]; exports: LedgerExport[] }

/** The place in the tree that a folder fills; its successor fills the same one. The end of ExportFolder.liveKey. */
export const placeOf = (folder: Pick<LedgerFolder, 'kind' | 'accountId' | 'period'>): string =>
  `${folder.kind}/${folder.accountId ?? '-'}/${folder.period ?? '-'}`
