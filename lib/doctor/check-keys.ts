import { encryptionKeys } from '@/lib/crypto'
import { keysInUse } from '@/lib/security/sealed-columns'
import type { Finding } from './present'

/** Whether every sealed value can be opened with the configured keys, and whether an older key still holds some. */
export async function checkEncryptionKeys(): Promise<Finding> {
  const configured = configuredIds()
  if (configured === null) return { check: 'keys', code: 'keys_malformed', values: {} }
  const used = [...(await keysInUse()).keys()]
  const absent = used.filter((id) => !configured.includes(id))
  if (absent.length > 0) return { check: 'keys', code: 'keys_absent', values: { ids: absent.join(', ') } }
  const old = used.filter((id) => id !== configured[0])
  return old.length > 0 ? { check: 'keys', code: 'keys_old', values: { ids: old.join(', ') } } : { check: 'keys', code: 'keys_ok', values: {} }
}

function configuredIds(): string[] | null {
  try {
    return encryptionKeys().map(({ id }) => id)
  } catch {
    return null
  }
}
