import 'server-only'
import { encryptionKeys } from '@/lib/crypto'
import { keysInUse } from './sealed-columns'

/**
 * Makes sure that everything sealed in the database can be opened with the configured keys.
 * @throws Error naming each key id that is needed and absent, and how many values it holds; or a key that is malformed.
 */
export async function checkKeys(): Promise<void> {
  const configured = new Set(encryptionKeys().map((key) => key.id))
  const absent = [...(await keysInUse())].filter(([id]) => !configured.has(id))
  if (absent.length === 0) return
  const list = absent.map(([id, values]) => `"${id}" (${values} sealed ${values === 1 ? 'value' : 'values'})`).join(', ')
  throw new Error(`APP_ENCRYPTION_KEYS: the database holds values sealed with a key that is not configured: ${list}. Add the key again, and remove it only after rotate-keys`)
}
