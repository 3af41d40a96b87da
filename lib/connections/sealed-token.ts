import { open, seal, type SealedPlace } from '@/lib/crypto'

/** The columns that hold what opens a Dropbox. */
export type TokenPlace =
  | { table: 'SetupDraft'; column: 'refreshTokenSealed' | 'accessTokenSealed' }
  | { table: 'Connection'; column: 'refreshTokenSealed' | 'accessTokenSealed' | 'revokeTokenSealed' }
  | { table: 'OAuthState'; column: 'verifierSealed' }

type Row = { id: string; organizationId: string }

const placeOf = (place: TokenPlace, row: Row): SealedPlace => ({ ...place, rowId: row.id, organizationId: row.organizationId })

/** Seals a secret for one column of one row. */
export const sealToken = (secret: string, place: TokenPlace, row: Row): string => seal(secret, placeOf(place, row))

/** Opens what was sealed for this column of this row. @throws Error when it comes from elsewhere or was changed. */
export const openToken = (sealed: string, place: TokenPlace, row: Row): string => open(sealed, placeOf(place, row))
