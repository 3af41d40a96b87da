import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { DropboxServer } from '../start-dropbox-server'

const run = promisify(execFile)

/** Version of the installed rclone, or null. With `REQUIRE_RCLONE=1` its absence is an error. */
export function rcloneVersion(): string | null {
  try {
    return execFileSync('rclone', ['version'], { encoding: 'utf8' }).split('\n')[0] ?? ''
  } catch (error) {
    if (process.env.REQUIRE_RCLONE === '1') throw new Error('REQUIRE_RCLONE is set, but there is no rclone on the PATH', { cause: error })
    return null
  }
}

/** Environment in which rclone takes the local server for Dropbox: real host names, our authority, our proxy. */
export function rcloneEnv(server: DropboxServer, tlsDir: string, token?: { access_token: string; refresh_token: string }): NodeJS.ProcessEnv {
  const expiry = new Date(Date.now() - 60_000).toISOString()
  return {
    ...process.env, HTTPS_PROXY: server.connectUrl ?? '', https_proxy: server.connectUrl ?? '', NO_PROXY: '', no_proxy: '',
    RCLONE_CA_CERT: join(tlsDir, 'ca.pem'), RCLONE_CONFIG: join(tlsDir, 'rclone.conf'),
    ...(token ? { RCLONE_CONFIG_D_TOKEN: JSON.stringify({ ...token, token_type: 'bearer', expiry }) } : {}),
    RCLONE_CONFIG_D_TYPE: 'dropbox', RCLONE_CONFIG_D_CLIENT_ID: 'demo-app-key', RCLONE_CONFIG_D_CLIENT_SECRET: 'demo-app-secret',
  }
}

/** Runs rclone and returns its output; throws with its error text. */
export async function rclone(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const { stdout } = await run('rclone', args, { env, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' })
  return stdout
}
