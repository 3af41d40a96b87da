import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { showReceipt } from './add-entries'
import { applyOperation } from './apply-operation'
import { SigningKey } from '../oauth/signing-key'
import { Books } from './books'
import { Clock } from './clock'
import { Journal } from './journal'
import type { Operation } from './operations'
import { defaultSwitches, type Switches } from './switches'
import type { Receipt, Transaction } from './types'

export interface BankOptions {
  dataDir: string
  /** Fill an empty data folder with the two demo companies. */
  demo: boolean
  switches: Partial<Switches>
}

/** One bank on one data folder: books, journal, clock and switches. */
export class Bank {
  readonly books = new Books()
  readonly clock = new Clock()
  readonly signingKey: SigningKey
  switches: Switches
  /** Told about every change that happened now, never about one that is being replayed. */
  onChange: (operation: Operation) => void = () => undefined
  onReceiptShown: (receipt: Receipt) => void = () => undefined
  onReceiptRemoved: (transaction: Transaction) => void = () => undefined
  private readonly journal: Journal
  private dueTimer: NodeJS.Timeout | undefined

  constructor(private readonly options: BankOptions) {
    this.switches = { ...defaultSwitches(), ...options.switches }
    this.signingKey = new SigningKey(options.dataDir)
    mkdirSync(this.blobDir, { recursive: true, mode: 0o700 })
    dropPartialUploads(this.blobDir)
    this.journal = Journal.open(join(options.dataDir, 'journal.jsonl'), (operation) => applyOperation(this.books, operation))
    if (this.books.secret === '') this.begin()
    this.showDue()
  }

  get blobDir(): string {
    return join(this.options.dataDir, 'uploads')
  }

  /** Writes the operation down, then carries it out. What this returned from survives a kill. */
  commit(operation: Operation): void {
    const removedFrom = operation.op === 'receipt-removed' ? this.books.receipts.get(operation.id)?.transaction : null
    this.journal.append(operation)
    applyOperation(this.books, operation)
    this.onChange(operation)
    if (removedFrom) this.onReceiptRemoved(removedFrom)
    if (operation.op === 'receipt') this.showDue()
  }

  /** Shows every upload whose processing time is over, in the order of their moments. */
  showDue(): void {
    const now = this.clock.now()
    const due = [...this.books.waiting].filter((receipt) => receipt.visibleAt <= now).sort((a, b) => a.visibleAt - b.visibleAt)
    for (const receipt of due) {
      showReceipt(this.books, receipt, this.switches.attaching_bumps_updated_at)
      this.onReceiptShown(receipt)
    }
    this.scheduleDue(now)
  }

  /** Back to the state of a first start, with real time and default switches. */
  reset(): void {
    this.journal.clear()
    this.books.clear()
    rmSync(this.blobDir, { recursive: true, force: true })
    mkdirSync(this.blobDir, { recursive: true, mode: 0o700 })
    this.clock.set(null)
    this.switches = { ...defaultSwitches(), ...this.options.switches }
    this.begin()
  }

  close(): void {
    clearTimeout(this.dueTimer)
    this.journal.close()
  }

  private begin(): void {
    this.commit({ op: 'opened', secret: randomBytes(32).toString('hex'), demo: this.options.demo, at: this.clock.now() })
  }

  private scheduleDue(now: number): void {
    clearTimeout(this.dueTimer)
    if (this.books.waiting.size === 0) return
    const next = Math.min(...[...this.books.waiting].map((receipt) => receipt.visibleAt))
    this.dueTimer = setTimeout(() => this.showDue(), Math.min(Math.max(next - now, 1), 60_000)).unref()
  }
}

/** Removes what uploads left behind that a kill cut short. */
function dropPartialUploads(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name), { force: true })
}
