import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ensureBuilt } from '../launch/prepare.mjs'
import { freePort } from '../launch/embedded-postgres.mjs'
import { endChild, type World } from './world'

/**
 * The production build of the pages over a world's database; without background work, so that nothing changes what is measured, unless `more`
 * variables ask for it.
 */
export async function startPages(world: World, more: Record<string, string> = {}): Promise<{ url: string; stop(): Promise<void> }> {
  ensureBuilt((line: string) => process.stderr.write(`${line}\n`))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const args = ['--max-semi-space-size=32', 'scripts/launch/child.mjs', 'scripts/launch/serve.mjs', String(port), '127.0.0.1']
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...world.env, NODE_OPTIONS: '', NODE_ENV: 'production', PORT: String(port), APP_URL: url, NEXTAUTH_URL: url, DATA_DIR: path.join(world.dir, 'app'), EMBEDDED_RUNNER_PORT: '', INNGEST_DEV: '0', INNGEST_EVENT_KEY: 'bench', INNGEST_SIGNING_KEY: 'signkey-prod-00', NEXT_TELEMETRY_DISABLED: '1', ...more },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the app ended before it was ready')))
  await Promise.race([ended, untilAnswers(`${url}/sign-in`)])
  ended.catch(() => undefined)
  return { url, stop: () => endChild(child) }
}

async function untilAnswers(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await delay(100)
  }
}
