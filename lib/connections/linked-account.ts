import type { DropboxAccount } from '@/lib/dropbox/get-account'
import type { Space } from '@/lib/dropbox/get-space'

/** Whose Dropbox was linked, and its space where Dropbox says it. */
export type LinkedAccount = DropboxAccount & { space: Space | null }

/** The columns that a draft and a connection share. */
export const accountColumns = (account: LinkedAccount) => ({
  dropboxAccountId: account.accountId,
  dropboxEmail: account.email,
  dropboxName: account.name,
  dropboxTeam: account.team,
  dropboxKind: account.kind,
  ...(account.space && { spaceUsed: account.space.used, spaceAllocated: account.space.allocated }),
})
