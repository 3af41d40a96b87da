import type { Books } from '../state/books'
import type { OAuthClient } from '../state/types'

/** The OAuth client that every fresh server knows, for apps on this machine. */
export const defaultClient: OAuthClient = {
  clientId: '475670cc-0000-4000-8000-000000000001',
  clientSecret: 'local-qonto-client-secret',
  name: 'Receipts to Dropbox',
  redirectUris: ['http://localhost:*', 'http://127.0.0.1:*', 'https://localhost:*', 'https://127.0.0.1:*'],
  scopes: ['offline_access', 'openid', 'organization.read', 'attachment.read', 'attachment.write', 'membership.read', 'webhook'],
}

export function addDefaultClient(books: Books): void {
  books.clients.set(defaultClient.clientId, defaultClient)
}
