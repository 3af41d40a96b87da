import { access, constants, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/env'
import type { Finding } from './present'

const LOW_BYTES = 1024 ** 3
/** Files that open everything: for the operator's eyes alone. */
const SECRET_FILES = ['secrets.json', 'postgres-password', 'set-up-code']

/** Whether DATA_DIR can be written, keeps its secrets to itself, and has room. */
export async function checkStorage(): Promise<Finding> {
  const dir = path.resolve(env().DATA_DIR)
  try {
    await access(dir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return { check: 'storage', code: 'storage_unwritable', values: { dir } }
  }
  for (const name of SECRET_FILES) {
    const mode = await stat(path.join(dir, name)).then((found) => found.mode, () => 0)
    if (mode & 0o077) return { check: 'storage', code: 'storage_open', values: { file: path.join(dir, name) } }
  }
  const { bavail, bsize } = await statfs(dir)
  const free = bavail * bsize
  return { check: 'storage', code: free < LOW_BYTES ? 'storage_low' : 'storage_ok', values: { dir, gigabytes: Math.floor((free / 1e9) * 10) / 10 } }
}
