/** One current account with what of it is in Dropbox. */
export type AccountRow = {
  id: string
  label: string
  currency: string | null
  isMain: boolean
  isClosed: boolean
  transactions: number
  receipts: number
  inDropbox: number
  owed: number
  keptAway: number
  /** Folder in Dropbox as displayed there, and the page that opens it. */
  folder: string | null
  dropboxHref: string | null
  firstSeenAt: string
}
