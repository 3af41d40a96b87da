/** What the product needs at Qonto: lasting access, accounts and transactions, receipts to read and to add. */
const NEEDED = ['offline_access', 'organization.read', 'attachment.read', 'attachment.write'] as const

/** Asked for besides: it only tells who consented. */
const WELCOME = ['membership.read'] as const

export const QONTO_SCOPES = [...NEEDED, ...WELCOME] as const

/** Those needed scopes that were not granted. */
export const missingQontoScopes = (granted: string[]): string[] => NEEDED.filter((scope) => !granted.includes(scope))
