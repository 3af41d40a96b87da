import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { hashBytes } from '../content/hash-bytes'
import { World } from '../world'
import { treeOf } from '../control/tree'
import { findAccount } from '../control/find-account'
import { personOf, deletePath, makeDirectory, movePath, writeText } from '../control/person'
import { compactJournal } from './compact-journal'

const dir = mkdtempSync(join(tmpdir(), 'dropbox-restart-'))
const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

const PERSONAL = 'camille@example.com'

async function launch(data: string): Promise<{ child: ChildProcess; url: string }> {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.add(child)
  const line = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())))
  return { child, url: (JSON.parse(line) as { url: string }).url }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => { children.delete(child); resolve() }))
}

const json = async <T>(url: string, init?: RequestInit): Promise<T> => (await fetch(url, init)).json() as Promise<T>

test('everything that was acknowledged survives kill -9 in the middle of uploads', async () => {
  const data = join(dir, 'killed')
  const first = await launch(data)
  const { access_token } = await json<{ access_token: string }>(`${first.url}/_sandbox/tokens`, { method: 'POST', body: JSON.stringify({ account: PERSONAL }) })
  const upload = (url: string, number: number): Promise<Response> => fetch(`${url}/2/files/upload`, {
    method: 'POST', body: `content ${number}`,
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/octet-stream', 'dropbox-api-arg': JSON.stringify({ path: `/all/${number}.txt` }) },
  })
  const acknowledged: number[] = []
  const gone = ended(first.child)
  const uploads = Array.from({ length: 400 }, async (_unused, number) => {
    const reply = await upload(first.url, number).catch(() => null)
    if (!reply?.ok) return
    acknowledged.push(number)
    if (acknowledged.length === 100) first.child.kill('SIGKILL')
  })
  await Promise.all(uploads)
  await gone
  expect(acknowledged.length).toBeGreaterThanOrEqual(100)
  const second = await launch(data)
  const tree = await json<{ path: string; content_hash: string }[]>(`${second.url}/_sandbox/tree?account=${PERSONAL}`)
  for (const number of acknowledged) {
    expect(tree.find((row) => row.path === `/all/${number}.txt`)?.content_hash).toBe(hashBytes(Buffer.from(`content ${number}`)))
  }
  const got = await fetch(`${second.url}/2/files/download`, { method: 'POST', headers: { authorization: `Bearer ${access_token}`, 'dropbox-api-arg': JSON.stringify({ path: `/all/${acknowledged[99]}.txt` }) } })
  expect(await got.text()).toBe(`content ${acknowledged[99]}`)
  const stopped = ended(second.child)
  second.child.kill('SIGTERM')
  await stopped
})

test('a line torn by a crash is cut off, what came before it stays', async () => {
  const data = join(dir, 'torn')
  const world = new World(data)
  await writeText(personOf(world, findAccount(world, PERSONAL)), '/a.txt', 'a')
  world.close()
  const journal = join(data, 'journal.jsonl')
  const size = statSync(journal).size
  appendFileSync(journal, '{"t":"gone","ns":"32')
  const again = new World(data)
  expect(treeOf(again, findAccount(again, PERSONAL))).toMatchObject([{ path: '/a.txt' }])
  again.close()
  expect(statSync(journal).size).toBe(size)
})

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

/** All that a state holds, in a form that can be compared. */
function describeState(world: World): unknown {
  const namespaces = [...world.state.namespaces.values()].map((ns) => ({
    id: ns.id, seq: ns.seq, used: ns.used, nodes: [...ns.nodes.keys()].sort(), versions: [...ns.versions.keys()].sort(),
    past: [...ns.past].sort(byKey).map(([lower, past]) => [lower, past.tombstone, past.versions]).filter(([, tombstone, versions]) => tombstone !== undefined || (versions as unknown[]).length > 0),
    pastById: [...ns.pastById].sort(byKey).map(([id, versions]) => [id, versions.map((version) => `${version.rev} ${version.lastPath}`).sort()]),
    events: ns.log.filter((event) => event.gone || (event.node.live && event.node.seq === event.seq)).map((event) => event.gone ?? [event.seq, event.node.id]),
  }))
  const { accounts, apps, teams, tokens, grants, blobs } = world.state
  return { namespaces, accounts: [...accounts], apps: [...apps], teams: [...teams], tokens: [...tokens], grants: [...grants], blobs: [...blobs] }
}

test('a compacted journal restores exactly the same state', async () => {
  const data = join(dir, 'compacted')
  const world = new World(data)
  const person = personOf(world, findAccount(world, PERSONAL))
  for (let round = 0; round < 40; round += 1) {
    await writeText(person, `/folder ${round % 3}/sub/file ${round % 7}.txt`, `text ${round}`)
    if (round % 10 === 9) await movePath(person, `/folder ${round % 3}`, `/moved ${round}`)
    if (round % 10 === 4) await deletePath(person, `/folder ${round % 3}`)
  }
  await makeDirectory(person, '/empty')
  await deletePath(person, '/empty')
  const before = describeState(world)
  const journal = join(data, 'journal.jsonl')
  world.close()
  compactJournal(world.state, journal, Number.MAX_SAFE_INTEGER)
  expect(readFileSync(journal, 'utf8')).toContain('image-end')
  const again = new World(data)
  expect(describeState(again)).toEqual(before)
  again.close()
})
