import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { AppAddress } from './app'
import type { Seeder } from './start-seeder'

/** Everything a journey may do outside the browser: the bank, a person in Dropbox, the clock. Speaks to the local servers' control API only. */
export class World {
  constructor(
    readonly app: AppAddress,
    private readonly seeder: Seeder,
  ) {}

  private async call<T>(base: string, method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${base}${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`)
    return (text ? JSON.parse(text) : null) as T
  }

  qonto = <T>(method: string, path: string, body?: unknown) => this.call<T>(this.app.qontoUrl, method, `/_sandbox${path}`, body)
  dropbox = <T>(method: string, path: string, body?: unknown) => this.call<T>(this.app.dropboxUrl, method, `/_sandbox${path}`, body)

  /** A company at the bank whose members can sign in as `<role>@<slug>.example`. `before` happens at the bank before the product reads it first. */
  async company(size: CompanySize = {}, before?: (company: Company) => Promise<void>): Promise<Company> {
    const name = `Journey ${randomBytes(4).toString('hex')}`
    const wish = { name, seed: name, accounts: 1, transactions: 8, receipts: 8, months: 3, documents: 'unique', receipt_size: { min: 2_000, max: 9_000 }, ...size }
    const company = await this.qonto<Company>('POST', '/companies', wish)
    await before?.(company)
    await this.seeder.seed(company.id)
    return company
  }

  /** A Dropbox account of its own. */
  async dropboxAccount(quota?: number): Promise<DropboxAccount> {
    const email = `journey-${randomBytes(4).toString('hex')}@example.com`
    return await this.dropbox<DropboxAccount>('POST', '/accounts', { email, name: 'Robin Vega', kind: 'personal', quota })
  }

  /** What lies in that Dropbox, folders and files. */
  async tree(email: string): Promise<Entry[]> {
    return await this.dropbox<Entry[]>('GET', `/tree?account=${encodeURIComponent(email)}`)
  }

  /** Places of the receipts, sorted. */
  async paths(email: string): Promise<string[]> {
    return (await this.files(email)).map((entry) => entry.path)
  }

  async files(email: string): Promise<Entry[]> {
    return (await this.tree(email)).filter((entry) => entry.kind === 'file' && !entry.path.includes('/_Qonto receipts'))
  }

  /** What a person does in Dropbox. */
  async person(email: string, act: { op: string; path?: string; to?: string; text?: string }): Promise<void> {
    await this.dropbox('POST', '/user', { account: email, ...act })
  }

  /** A new transaction with a receipt. */
  async newReceipt(company: Company, fields: NewReceipt = {}): Promise<void> {
    const moment = (at?: Date) => at?.toISOString()
    const { emittedAt, addedAt, ...rest } = fields
    const body = { company: company.id, file_name: 'late invoice.pdf', content_type: 'application/pdf', size: 4000, emitted_at: moment(emittedAt), created_at: moment(addedAt), ...rest }
    await this.qonto('POST', '/receipts', body)
  }

  /** Ends what a journey may have left behind: slow answers and faults. */
  async quiet(): Promise<void> {
    for (const server of [this.dropbox, this.qonto]) {
      await server('PUT', '/latency', {})
      await server('PUT', '/faults', [])
    }
  }

  /** Moves the app's clock; the local servers keep real time. */
  setClock(moment: Date | null): void {
    writeFileSync(this.app.clockFile, JSON.stringify({ offsetMs: moment ? moment.getTime() - Date.now() : 0 }))
  }
}

export type CompanySize = { accounts?: number; transactions?: number; receipts?: number; months?: number; receipt_size?: { min: number; max: number } }
export type NewReceipt = { emittedAt?: Date; addedAt?: Date; file_name?: string; account?: string; size?: number }
export type Company = { id: string; name: string; slug: string; accounts: { id: string; name: string }[]; api_key: { login: string; secret: string } }
export type DropboxAccount = { id: string; email: string; name: string }
export type Entry = { path: string; kind: 'file' | 'folder'; id: string; rev?: string; size?: number; content_hash?: string }
