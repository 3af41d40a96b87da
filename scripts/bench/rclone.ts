import { execFile, execFileSync } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Tokens } from './connected-company'
import type { World } from './world'

/** The installed rclone's version, or null. */
export function rcloneVersion(): string | null {
  try {
    return execFileSync('rclone', ['version'], { encoding: 'utf8' }).split('\n')[0] ?? null
  } catch {
    return null
  }
}

/** Copies a local folder to `/Qonto` of a Dropbox with rclone, as its users do; answers the seconds it took. */
export async function rcloneCopy(world: World, from: string, tokens: Tokens): Promise<number> {
  const token = JSON.stringify({ access_token: tokens.access_token, refresh_token: tokens.refresh_token, token_type: 'bearer', expiry: new Date(Date.now() + 3_600_000).toISOString() })
  const env = {
    ...process.env, HTTPS_PROXY: world.proxyUrl, https_proxy: world.proxyUrl, NO_PROXY: '', no_proxy: '', RCLONE_CA_CERT: path.join(world.tlsDir, 'ca.pem'),
    RCLONE_CONFIG: path.join(world.dir, 'rclone.conf'), RCLONE_CONFIG_D_TYPE: 'dropbox', RCLONE_CONFIG_D_TOKEN: token,
    RCLONE_CONFIG_D_CLIENT_ID: 'demo-app-key', RCLONE_CONFIG_D_CLIENT_SECRET: 'demo-app-secret',
  }
  const begunAt = performance.now()
  await promisify(execFile)('rclone', ['copy', '--transfers', '32', '--dropbox-batch-mode', 'sync', from, 'd:Qonto'], { env, maxBuffer: 64 * 1024 * 1024 })
  return (performance.now() - begunAt) / 1000
}
