import { addAccount } from './add-account'
import { newId } from './new-id'
import type { Store } from './store'

/** The demo app: any loopback port may serve its callback, which no other app is allowed. */
export const DEMO_APP = {
  key: 'demo-app-key',
  secret: 'demo-app-secret',
  name: 'Receipts Demo',
  redirectUris: ['http://localhost:*/api/dropbox/callback', 'http://127.0.0.1:*/api/dropbox/callback'],
  access: 'full' as const,
  scopes: ['account_info.read', 'files.metadata.read', 'files.content.write', 'files.content.read', 'sharing.read', 'sharing.write'],
  webhookUri: null,
}

/** Fills an empty store with the demo app and two accounts; leaves any other store alone. */
export function seedDefaults(store: Store): void {
  if (store.state.secret !== '') return
  store.commit({ t: 'secret', value: newId(43) })
  store.commit({ t: 'app', app: DEMO_APP })
  addAccount(store, { email: 'camille@example.com', name: 'Camille Moreau', kind: 'personal' })
  addAccount(store, { email: 'office@acme.example.com', name: 'Acme Office', kind: 'business' })
  store.flush()
}
