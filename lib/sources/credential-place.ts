import type { SealedPlace } from '@/lib/crypto'

/** Where an organization's sealed Qonto secret lives. */
export const credentialPlace = (rowId: string, organizationId: string): SealedPlace => ({ table: 'QontoCredential', column: 'secretSealed', rowId, organizationId })
