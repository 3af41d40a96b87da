// Run by the launcher before the app: ends with one line and a non-zero status when a key is missing that sealed values need.
import { checkKeys } from '@/lib/security/check-keys'
import { atTerminal } from './terminal'

await atTerminal(checkKeys)
