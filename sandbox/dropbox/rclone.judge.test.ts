import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { TreeRow } from './control/tree'
import { startDropboxServer, type DropboxServer } from './start-dropbox-server'
import { PERSONAL } from './testing/a-dropbox'
import { rclone, rcloneEnv, rcloneVersion } from './testing/rclone'

const version = rcloneVersion()

/** rclone paces itself to a hundred calls a second at most, less on a busy machine. */
const SLOW = 240_000

describe.runIf(version !== null)(`rclone, unmodified (${version})`, () => {
  const dir = mkdtempSync(join(tmpdir(), 'rclone-judge-'))
  const source = join(dir, 'source')
  let server: DropboxServer
  let env: NodeJS.ProcessEnv

  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await fetch(`${plainUrl}/_sandbox/${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) })
    return reply.json() as Promise<T>
  }
  let plainUrl = ''

  beforeAll(async () => {
    // The control API is reached over https like everything else; this process trusts the authority through a fresh agent.
    server = await startDropboxServer({ dataDir: join(dir, 'data'), tlsDir: dir, connectPort: 0, controlPort: 0 })
    plainUrl = server.controlUrl ?? ''
    env = rcloneEnv(server, dir, await control('POST', 'tokens', { account: PERSONAL }))
    writeTree(source)
  })
  afterAll(async () => {
    await server.close()
    rmSync(dir, { recursive: true, force: true })
  })

  const tree = (): Promise<TreeRow[]> => control('GET', `tree?account=${PERSONAL}`)

  test('copies a tree with accents, empty files, 300 small files and one over 48 MiB, and finds no difference afterwards', async () => {
    await rclone(env, 'copy', source, 'd:Qonto', '--transfers', '64')
    await rclone(env, 'check', source, 'd:Qonto')
    const listed = JSON.parse(await rclone(env, 'lsjson', '-R', '--hash', 'd:Qonto')) as { Path: string; IsDir: boolean; Hashes?: { dropbox: string }; Size: number }[]
    const own = (await tree()).filter((row) => row.path !== '/Qonto').map((row) => [row.path.slice('/Qonto/'.length), row.kind, row.content_hash])
    const theirs = listed.map((row) => [row.Path, row.IsDir ? 'folder' : 'file', row.Hashes?.dropbox])
    expect(theirs.sort()).toEqual(own.sort())
    expect(listed.filter((row) => !row.IsDir)).toHaveLength(324)
  }, SLOW)

  test('a second copy writes nothing', async () => {
    await control('DELETE', 'calls')
    await rclone(env, 'copy', source, 'd:Qonto')
    const { routes } = await control<{ routes: Record<string, unknown> }>('GET', 'calls')
    expect(Object.keys(routes).filter((route) => /upload|create|delete|move|copy/.test(route))).toEqual([])
  })

  test('moves, copies, deletes and reads parts of files', async () => {
    await rclone(env, 'moveto', 'd:Qonto/small/007.txt', 'd:Qonto/moved.txt')
    await rclone(env, 'copyto', 'd:Qonto/moved.txt', 'd:Qonto/copied.txt')
    expect(await rclone(env, 'cat', 'd:Qonto/copied.txt')).toBe('receipt 7')
    expect(await rclone(env, 'cat', 'd:Qonto/copied.txt', '--offset', '2', '--count', '4')).toBe('ceip')
    await rclone(env, 'deletefile', 'd:Qonto/moved.txt')
    await rclone(env, 'mkdir', 'd:Qonto/empty')
    await rclone(env, 'rmdir', 'd:Qonto/empty')
    const about = JSON.parse(await rclone(env, 'about', '--json', 'd:')) as { total: number; used: number }
    expect(about.total).toBe(2_000_000_000)
    expect(about.used).toBeGreaterThan(48 * 1024 * 1024)
    expect(await rclone(env, 'link', 'd:Qonto/copied.txt')).toContain('/scl/fi/')
    await rclone(env, 'purge', 'd:Qonto')
    expect(await tree()).toEqual([])
  })

  test('uploads without batches, and as asynchronous batches, arrive as well', async () => {
    const small = join(source, 'few')
    await rclone(env, 'copy', small, 'd:off', '--dropbox-batch-mode', 'off', '--transfers', '16')
    await rclone(env, 'copy', small, 'd:async', '--transfers', '32', '--dropbox-batch-mode', 'async', '--dropbox-batch-timeout', '200ms')
    await rclone(env, 'check', small, 'd:off')
    await rclone(env, 'check', small, 'd:async')
  }, SLOW)

  test('a leading slash means the team space', async () => {
    await control('POST', 'accounts', { email: 'member@team.example.com', name: 'Robin Member', kind: 'team' })
    const member = rcloneEnv(server, dir, await control('POST', 'tokens', { account: 'member@team.example.com' }))
    await rclone(member, 'copyto', join(source, 'small', '001.txt'), 'd:/Shared/a.txt')
    await rclone(member, 'copyto', join(source, 'small', '002.txt'), 'd:own.txt')
    expect((await rclone(member, 'lsf', '-R', 'd:/')).split('\n').filter(Boolean).sort()).toEqual(['Robin Member/', 'Robin Member/own.txt', 'Shared/', 'Shared/a.txt'])
    expect((await rclone(member, 'lsf', 'd:')).trim()).toBe('own.txt')
  })

  test('authorize goes through the browser page and back to a token that works', async () => {
    await control('POST', 'apps', { app_key: 'rclone-key', app_secret: 'rclone-secret', redirect_uris: ['http://localhost:53682/'] })
    const child = spawn('rclone', ['authorize', 'dropbox', 'rclone-key', 'rclone-secret', '--auth-no-open-browser'], { env })
    onTestFinished(() => void child.kill())
    let output = ''
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const link = await new Promise<string>((resolve) => {
      const look = (chunk: Buffer): void => {
        output += chunk.toString()
        const found = /http:\/\/127\.0\.0\.1:53682\/auth\?state=\S+/.exec(output)
        if (found) resolve(found[0])
      }
      child.stdout.on('data', look)
      child.stderr.on('data', look)
    })
    const consent = new URL((await fetch(link, { redirect: 'manual' })).headers.get('location') ?? '')
    expect(consent.hostname).toBe('www.dropbox.com')
    const form = new URLSearchParams({ account: PERSONAL, answer: 'continue' })
    for (const [name, value] of consent.searchParams) form.set(`request.${name}`, value)
    const answer = await fetch(`${plainUrl}/oauth2/authorize`, { method: 'POST', body: form, redirect: 'manual' })
    expect(answer.status, await answer.text()).toBe(302)
    await fetch(answer.headers.get('location') ?? '')
    await ended
    const token = JSON.parse(/\{"access_token".*\}/.exec(output)?.[0] ?? '{}') as { access_token: string; refresh_token: string }
    const linked = { ...rcloneEnv(server, dir, token), RCLONE_CONFIG_D_CLIENT_ID: 'rclone-key', RCLONE_CONFIG_D_CLIENT_SECRET: 'rclone-secret' }
    expect(await rclone(linked, 'about', 'd:')).toContain('Total')
  })
})

function writeTree(root: string): void {
  for (const folder of ['small', 'few', 'Reçus été', 'Grüße/日本']) mkdirSync(join(root, folder), { recursive: true })
  for (let number = 0; number < 20; number += 1) writeFileSync(join(root, 'few', `${number}.txt`), `${number}`)
  for (let number = 0; number < 300; number += 1) writeFileSync(join(root, 'small', `${String(number).padStart(3, '0')}.txt`), `receipt ${number}`)
  writeFileSync(join(root, 'Reçus été', 'Café – facture n°1.pdf'), randomBytes(2000))
  writeFileSync(join(root, 'Grüße/日本', '領収書.txt'), 'x')
  writeFileSync(join(root, 'empty.txt'), '')
  writeFileSync(join(root, 'large.bin'), randomBytes(49 * 1024 * 1024))
}
