// `npm run rotate-keys`: seals everything with the newest key of APP_ENCRYPTION_KEYS while the app runs. Safe to repeat and to interrupt.
// Afterwards the older keys can be removed.
import { encryptionKeys } from '@/lib/crypto'
import { checkKeys } from '@/lib/security/check-keys'
import { rotateKeys } from '@/lib/security/rotate-keys'
import { keysInUse } from '@/lib/security/sealed-columns'
import { atTerminal } from './terminal'

await atTerminal(async () => {
  await checkKeys()
  const { rotated, skipped } = await rotateKeys()
  const newest = encryptionKeys()[0]?.id
  const left = [...(await keysInUse()).keys()].filter((id) => id !== newest)
  const removable = encryptionKeys().slice(1).map((key) => key.id).filter((id) => !left.includes(id))
  console.log(`${rotated} ${rotated === 1 ? 'value is' : 'values are'} now sealed with "${newest}"${skipped ? `, ${skipped} had changed meanwhile` : ''}.`)
  if (left.length > 0) console.log(`Still needed: ${left.join(', ')}. Run this again.`)
  else if (removable.length > 0) console.log(`No longer needed: ${removable.join(', ')}. Remove it from APP_ENCRYPTION_KEYS and restart the app.`)
})
