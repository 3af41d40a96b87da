/** The least that the product needs: account and space; listing; uploading, folders and moves. */
export const SCOPES = ['account_info.read', 'files.metadata.read', 'files.content.write'] as const

/** Those of our scopes that were not granted. */
export const missingScopes = (granted: string[]): string[] => SCOPES.filter((scope) => !granted.includes(scope))
