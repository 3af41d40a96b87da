import { json, type Handler } from '../wire/exchange'

/** `GET /.well-known/jwks.json`: the key that verifies ID tokens. */
export const jwks: Handler = ({ bank }) => json({ keys: [bank.signingKey.jwk] })

/** `GET /.well-known/openid-configuration`: where everything is, for clients that look it up. */
export const configuration: Handler = ({ origin }) =>
  json({
    issuer: origin,
    authorization_endpoint: `${origin}/oauth2/auth`,
    token_endpoint: `${origin}/oauth2/token`,
    revocation_endpoint: `${origin}/oauth2/revoke`,
    jwks_uri: `${origin}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256', 'plain'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  })
