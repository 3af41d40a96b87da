import { open, seal, type SealedPlace } from '@/lib/crypto'

/** The columns that hold what opens an organization's Qonto. */
export type SecretColumn = 'secretSealed' | 'refreshTokenSealed' | 'accessTokenSealed'

type Row = { id: string; organizationId: string }

const placeOf = (column: SecretColumn, { id, organizationId }: Row): SealedPlace => ({ table: 'QontoCredential', column, rowId: id, organizationId })

/** Seals a secret for one column of one credential. */
export const sealSecret = (secret: string, column: SecretColumn, row: Row): string => seal(secret, placeOf(column, row))

/** Opens what was sealed for this column of this credential. @throws Error when it comes from elsewhere or was changed. */
export const openSecret = (sealed: string, column: SecretColumn, row: Row): string => open(sealed, placeOf(column, row))

const revocationPlace = ({ id, organizationId }: Row): SealedPlace => ({ table: 'QontoRevocation', column: 'tokenSealed', rowId: id, organizationId })

/** Seals a token for ending one consent: it opens nowhere else, so that nothing can sign in with it. */
export const sealLastToken = (token: string, row: Row): string => seal(token, revocationPlace(row))

/** Opens what was sealed for ending this consent. @throws Error when it comes from elsewhere or was changed. */
export const openLastToken = (sealed: string, row: Row): string => open(sealed, revocationPlace(row))
