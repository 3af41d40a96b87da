import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { generateCompany } from './companies/generate-company'
import { openDocument } from './documents/open-document'
import { Books } from './state/books'
import type { ControlCompany } from './testing/open-bank'

const MB = 1_000_000
const agent = new Agent({ keepAlive: true, maxSockets: 8 })

/** Measures what everything else is measured against: making companies, serving pages, making and sending files. One JSON line each. */
async function main(): Promise<void> {
  await benchDocuments()
  const server = await startProgram()
  await fetch(`${server.url}/_sandbox/switches`, { method: 'PUT', body: JSON.stringify({ rate_limits: false }) })
  const company = await benchCompany(server)
  const urls = await benchPages(server, company)
  await benchDownloads(server, 'qonto downloads, 20 KB', urls.filter(({ size }) => size < 25_000).map(({ url }) => url).slice(0, 10_000))
  const large = await post(server.url, { seed: 'large', transactions: 300, receipts: 300, receipt_size: { min: 3_000_000, max: 3_000_000 } })
  await benchDownloads(server, 'qonto downloads, 3 MB', (await urlsOf(server.url, large, [])).map(({ url }) => url))
  agent.destroy()
  await server.close()
}

interface Program {
  url: string
  /** Most memory it ever held, where the system tells; else 0. */
  peakMb(): number
  close(): Promise<void>
}

/** The server as a program of its own, so that its memory and time are not mixed with those of the measuring side. */
async function startProgram(): Promise<Program> {
  const data = mkdtempSync(join(tmpdir(), 'qonto-bench-'))
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts'), '--port', '0', '--data', data, '--empty'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const status = `/proc/${child.pid}/status`
  const close = async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
    rmSync(data, { recursive: true, force: true })
  }
  const peakMb = () => (existsSync(status) ? Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) / 1024) : 0)
  return { url: (JSON.parse(line) as { url: string }).url, peakMb, close }
}

async function benchDocuments(): Promise<void> {
  const books = new Books()
  const spec = { seed: 'bench', accounts: 1, transactions: 2_000, receipts: 2_000, months: 12, until: Date.parse('2026-01-01T00:00:00Z'), receiptSize: { min: 20_000, max: 400_000 } }
  const company = generateCompany(books, 'bench', { ...spec, documents: 'shared' })
  const receipts = (company.accounts[0]?.transactions.all ?? []).flatMap((transaction) => transaction.receipts)
  for (const type of ['application/pdf', 'image/jpeg', 'image/png']) {
    const chosen = receipts.filter(({ contentType }) => contentType === type)
    for (const receipt of chosen.slice(0, 20)) await openDocument(receipt, '')
    const start = performance.now()
    let bytes = 0
    for (const receipt of chosen) for await (const chunk of await openDocument(receipt, '')) bytes += chunk.length
    report(`qonto draws ${type}`, chosen.length, start, 0, Math.round(process.resourceUsage().maxRSS / 1024), { mb_per_second: Math.round(bytes / MB / seconds(start)) })
  }
}

async function benchCompany(server: Program): Promise<ControlCompany> {
  const start = performance.now()
  const company = await post(server.url, { seed: 'bench', accounts: 3, transactions: 90_000, receipts: 100_000, months: 60, receipt_size: { min: 20_000, max: 40_000 } })
  report('qonto makes a company of 100,000 receipts', company.counts.receipts, start, 1, server.peakMb(), {})
  return company
}

async function benchPages(server: Program, company: ControlCompany): Promise<{ url: string; size: number }[]> {
  const start = performance.now()
  const times: number[] = []
  const urls = await urlsOf(server.url, company, times)
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor((times.length - 1) * share)] ?? 0) * 10) / 10
  report('qonto pages of 100 transactions with receipts', urls.length, start, times.length, server.peakMb(), { median_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1) })
  return urls
}

async function benchDownloads(server: Program, bench: string, urls: string[]): Promise<void> {
  const start = performance.now()
  const queue = urls.values()
  let bytes = 0
  const worker = async () => {
    for (const url of queue) {
      const size = await drain(url)
      bytes += size
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  report(bench, urls.length, start, urls.length, server.peakMb(), { files_per_second: Math.round(urls.length / seconds(start)), mb_per_second: Math.round(bytes / MB / seconds(start)) })
}

async function urlsOf(url: string, company: ControlCompany, times: number[]): Promise<{ url: string; size: number }[]> {
  const authorization = `${company.api_key.login}:${company.api_key.secret}`
  const found: { url: string; size: number }[] = []
  for (const { id } of company.accounts) {
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const query = `bank_account_id=${id}&includes[]=attachments&status[]=pending&status[]=declined&status[]=completed&sort_by=updated_at:asc&page=${page}`
      const start = performance.now()
      const body = await download(`${url}/v2/transactions?${query}`, { authorization })
      times.push(performance.now() - start)
      const { transactions, meta } = JSON.parse(body.toString()) as { transactions: { attachments: { url: string; file_size: string }[] }[]; meta: { total_pages: number } }
      pages = meta.total_pages
      for (const { attachments } of transactions) for (const file of attachments) found.push({ url: file.url, size: Number(file.file_size) })
    }
  }
  return found
}

function download(url: string, headers: Record<string, string> = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks)))
      response.on('error', reject)
    }).on('error', reject)
  })
}

/** Reads a file to its end without keeping it, and returns its size. */
function drain(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
      })
      response.on('end', () => resolve(size))
      response.on('error', reject)
    }).on('error', reject)
  })
}

async function post(url: string, spec: object): Promise<ControlCompany> {
  return (await (await fetch(`${url}/_sandbox/companies`, { method: 'POST', body: JSON.stringify(spec) })).json()) as ControlCompany
}

function seconds(start: number): number {
  return (performance.now() - start) / 1000
}

function report(bench: string, n: number, start: number, calls: number, peakRssMb: number, extra: Record<string, number>): void {
  process.stdout.write(`${JSON.stringify({ bench, n, seconds: Math.round(seconds(start) * 1000) / 1000, calls, peak_rss_mb: peakRssMb, ...extra })}\n`)
}

await main()
