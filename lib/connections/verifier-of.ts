import type { OAuthState } from '@/lib/generated/prisma/client'
import { openToken } from './sealed-token'

/** The PKCE verifier of a journey. */
export const verifierOf = ({ stateHash, organizationId, verifierSealed }: OAuthState): string =>
  openToken(verifierSealed, { table: 'OAuthState', column: 'verifierSealed' }, { id: stateHash, organizationId })
