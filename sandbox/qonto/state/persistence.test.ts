import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { callerOf, openBank, type ControlCompany } from '../testing/open-bank'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'qonto-test-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const program = join(import.meta.dirname, '../main.ts')

async function start(...flags: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', program, '--port', '0', '--data', dir, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  const errors: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit')])) as [string]
  const url = typeof line === 'string' ? (JSON.parse(line) as { ready: true; url: string }).url : ''
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal)
    return (await once(child, 'exit')) as [number | null, string | null]
  }
  return { ...callerOf(url), url, end, child, errors: () => Buffer.concat(errors).toString() }
}

const pdf = (text: string) => new File([text], 'kept.pdf', { type: 'application/pdf' })

test('a killed server comes back with everything it answered for', async () => {
  const first = await start()
  const { accounts } = await first.company('Acme Studio')
  const tokens = (await first.control('POST', 'tokens', { company: 'Acme Studio', member: 'owner' })).body as { access_token: string }
  const { id } = (await first.control('POST', 'transactions', { company: 'Acme Studio', counterparty: 'Kept' })).body as { id: string }
  const key = await first.keyOf('Acme Studio')
  await first.upload(`/v2/transactions/${id}/attachments`, pdf('%PDF kept bytes'), 'the-key', key)
  await first.control('POST', 'accounts', { id: accounts[1]?.id, name: 'Renamed' })
  await first.control('POST', 'companies', { seed: 9, transactions: 50, receipts: 60, until: '2026-01-01T00:00:00Z' })
  const before = await first.companies()
  expect(await first.end('SIGKILL')).toEqual([null, 'SIGKILL'])

  const second = await start()
  expect(await second.companies()).toEqual(before)
  expect((await second.get('/v2/membership', `Bearer ${tokens.access_token}`)).status).toBe(200)
  await second.upload(`/v2/transactions/${id}/attachments`, pdf('%PDF again'), 'the-key', key)
  const { attachments } = (await second.get(`/v2/transactions/${id}/attachments`, key)).body as { attachments: { url: string }[] }
  expect(attachments).toHaveLength(1)
  expect(await (await fetch(attachments[0]?.url ?? '')).text()).toBe('%PDF kept bytes')
  expect(await second.end('SIGTERM')).toEqual([0, null])
})

test('a line that a kill cut short is dropped, and the next write is sound', async () => {
  const first = await openBank({ dataDir: dir, demo: false })
  await first.control('POST', 'companies', { seed: 1, transactions: 3, receipts: 3 })
  await first.close()
  appendFileSync(join(dir, 'journal.jsonl'), '{"op":"account","companyId":"x')
  const second = await openBank({ dataDir: dir, demo: false })
  await second.control('POST', 'accounts', { name: 'After the cut' })
  await second.close()
  const third = await openBank({ dataDir: dir, demo: false })
  expect((await third.company()).accounts.map(({ name }) => name)).toEqual(['Main account', 'After the cut'])
  await third.close()
})

test('drawn receipts are the same bytes after a restart', async () => {
  const spec = { seed: 'again', transactions: 6, receipts: 12, documents: 'unique', receipt_size: { min: 45_000, max: 90_000 } }
  const filesOf = async (bank: Awaited<ReturnType<typeof openBank>>) => {
    const company = (await bank.control('POST', 'companies', spec)).body as ControlCompany
    const { body } = await bank.get(`/v2/transactions?bank_account_id=${company.accounts[0]?.id}&includes[]=attachments&status[]=completed&status[]=pending&status[]=declined`)
    const files = (body as { transactions: { attachments: { url: string }[] }[] }).transactions.flatMap(({ attachments }) => attachments)
    return Promise.all(files.map(async ({ url }) => Buffer.from(await (await fetch(url)).arrayBuffer()).toString('base64')))
  }
  const first = await openBank({ dataDir: dir, demo: false })
  const before = await filesOf(first)
  await first.close()
  const second = await openBank({ dataDir: dir, demo: false })
  expect(await filesOf(second)).toEqual(before)
  expect(before).toHaveLength(12)
  await second.close()
})

test('receipts that became visible at different times keep their order after a restart', async () => {
  const first = await openBank({ dataDir: dir, demo: false })
  await first.control('POST', 'companies', { seed: 1, transactions: 1 })
  const { id } = (await first.control('POST', 'transactions', {})).body as { id: string }
  for (const [file_name, visible_in_ms] of [['late', 5_000], ['at once', 0], ['soon', 1_000]] as const) await first.control('POST', 'receipts', { transaction: id, file_name, visible_in_ms })
  await first.control('PUT', 'clock', { now: Date.now() + 6_000 })
  const names = async (bank: typeof first) => ((await bank.get(`/v2/transactions/${id}/attachments`)).body as { attachments: { file_name: string }[] }).attachments.map(({ file_name }) => file_name)
  expect(await names(first)).toEqual(['at once', 'soon', 'late'])
  await first.close()
  const second = await openBank({ dataDir: dir, demo: false })
  await second.control('PUT', 'clock', { now: Date.now() + 6_000 })
  expect(await names(second)).toEqual(['at once', 'soon', 'late'])
  await second.close()
})

test('reset goes back to a first start and forgets uploads', async () => {
  const bank = await openBank({ dataDir: dir })
  const before = (await bank.companies()).map(({ counts }) => counts.transactions)
  await bank.control('POST', 'transactions', {})
  await bank.control('POST', 'reset')
  expect((await bank.companies()).map(({ counts }) => counts.transactions)).toEqual(before)
  await bank.close()
  expect(readFileSync(join(dir, 'journal.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1)
})

test('a taken port, a wrong port or an unusable folder end the program with one clear line', async () => {
  const running = await openBank({ demo: false })
  const taken = await start('--port', String(running.port))
  await running.close()
  const wrong = await start('--port', 'many')
  const file = join(dir, 'file')
  writeFileSync(file, '')
  const unusable = await start('--data', file)
  for (const { child, errors } of [taken, wrong, unusable]) {
    expect(child.exitCode).toBe(1)
    expect(errors().trim().split('\n').filter((text) => text.startsWith('local Qonto: '))).toHaveLength(1)
  }
  expect(taken.errors()).toContain('EADDRINUSE')
})
