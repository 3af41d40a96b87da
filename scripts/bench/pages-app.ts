import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { stopChild, untilAnswers } from '../launch/children.mjs'
import { freePort } from '../launch/embedded-postgres.mjs'
import { ensureBuilt } from '../launch/prepare.mjs'
import { runnerHealthUrl, startApp, startBackground } from '../launch/processes.mjs'
import type { World } from './world'

export type PagesApp = { url: string; stop(): Promise<void> }

/**
 * The production build of the pages over a world's database. `background` work runs in a process of its own, as with `npm start`; without it
 * nothing changes what is measured.
 */
export async function startPages(world: World, { background = false, clockFile = '' } = {}): Promise<PagesApp> {
  ensureBuilt((line: string) => process.stderr.write(`${line}\n`))
  const [port, runnerPort] = [await freePort(), await freePort()]
  const url = `http://localhost:${port}`
  const env = {
    ...world.env, NODE_OPTIONS: '', PORT: String(port), APP_URL: url, NEXTAUTH_URL: url, DATA_DIR: path.join(world.dir, 'app'), CLOCK_FILE: clockFile, INNGEST_DEV: '0', INNGEST_EVENT_KEY: randomBytes(16).toString('hex'), INNGEST_SIGNING_KEY: randomBytes(32).toString('hex'),
    EMBEDDED_RUNNER_PORT: background ? String(runnerPort) : '', INNGEST_BASE_URL: background ? `http://127.0.0.1:${runnerPort}` : '', NEXT_TELEMETRY_DISABLED: '1',
  }
  const onLine = (text: string) => process.stderr.write(text)
  const work = background ? startBackground(env, { onLine }) : undefined
  const pages = startApp(env, '127.0.0.1', { isWhole: !background, onLine })
  await Promise.all([untilAnswers(pages, `${url}/sign-in`), work && untilAnswers(work, runnerHealthUrl(env))])
  return { url, stop: async () => void (await Promise.all([stopChild(pages), work && stopChild(work)])) }
}
