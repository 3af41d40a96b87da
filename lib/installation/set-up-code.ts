import 'server-only'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { sameText } from '@/lib/crypto'
import { env } from '@/lib/env'

/** Where the launcher puts the code (scripts/launch/set-up-code.mjs), readable by the operator alone. */
const file = () => path.join(env().DATA_DIR, 'set-up-code')

const plain = (code: string) => code.toUpperCase().replaceAll(/[^A-Z2-7]/g, '')

/** True when this is the code that the launcher printed; case, spaces and hyphens do not matter. Without a code nobody sets up. */
export async function isSetUpCode(given: string): Promise<boolean> {
  const code = await readFile(file(), 'utf8').then(plain, () => '')
  return code.length >= 16 && sameText(plain(given), code)
}

/** The code has served. */
export async function forgetSetUpCode(): Promise<void> {
  await rm(file(), { force: true })
}
