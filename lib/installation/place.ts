import type { SealedPlace } from '@/lib/crypto'

/** The id of the one row. */
export const INSTALLATION = 'installation'

/** Where the Dropbox app's sealed secret lives. */
export const secretPlace = (organizationId: string): SealedPlace => ({ table: 'Installation', column: 'dropboxAppSecretSealed', rowId: INSTALLATION, organizationId })
