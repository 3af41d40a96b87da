import { createHash } from 'node:crypto'
import type { Company, World } from './world'

const STATUSES = ['pending', 'declined', 'completed'].map((status) => `status[]=${status}`).join('&')

export type BankReceipt = { name: string; size: number; hash: string; account: string; emittedAt: string }

type Page = {
  transactions: { emitted_at: string; attachments: { file_name: string; url: string }[] }[]
  meta: { next_page: number | null }
}

/** Dropbox's content hash, worked out here from its description: SHA-256 over the SHA-256 of each 4 MiB block. */
export function contentHashOf(bytes: Uint8Array): string {
  const block = 4 * 1024 * 1024
  const whole = createHash('sha256')
  for (let at = 0; at < bytes.length; at += block) whole.update(createHash('sha256').update(bytes.subarray(at, at + block)).digest())
  return whole.digest('hex')
}

/** Every receipt of a company as the bank serves it: downloaded, with the content hash of its bytes. */
export async function receiptsAtBank(world: World, company: Company): Promise<BankReceipt[]> {
  const authorization = `${company.api_key.login}:${company.api_key.secret}`
  const found: BankReceipt[] = []
  for (const account of company.accounts) {
    for (let page: number | null = 1; page !== null; ) {
      const query = `bank_account_id=${account.id}&includes[]=attachments&${STATUSES}&per_page=100&page=${page}`
      const response = await fetch(`${world.app.qontoUrl}/v2/transactions?${query}`, { headers: { authorization } })
      if (!response.ok) throw new Error(`the bank answered ${response.status}`)
      const { transactions, meta } = (await response.json()) as Page
      for (const transaction of transactions) {
        for (const { file_name, url } of transaction.attachments) {
          const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
          found.push({ name: file_name, size: bytes.length, hash: contentHashOf(bytes), account: account.name, emittedAt: transaction.emitted_at })
        }
      }
      page = meta.next_page
    }
  }
  return found
}

/** The month of a moment in Paris, as the folders are called: 2026-11. */
export function monthInParis(moment: string | Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', year: 'numeric', month: '2-digit' }).format(new Date(moment))
}
