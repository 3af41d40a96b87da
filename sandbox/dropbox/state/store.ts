import { closeSync, existsSync, mkdirSync, openSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { applyRecord } from './apply-record'
import { compactJournal } from './compact-journal'
import { loadImage } from './load-image'
import { readLines } from './read-lines'
import type { ImageRecord } from './image'
import type { JournalRecord } from './record'
import { State } from './state'

/**
 * The state with its journal on disk. `commit` changes memory at once; `flush` hands what was committed to
 * the operating system, so that it survives the death of this process. Nothing is acknowledged before a flush.
 */
export class Store {
  state = new State()
  private readonly path: string
  private fd: number
  private pending: string[] = []

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    this.path = join(dataDir, 'journal.jsonl')
    if (existsSync(this.path)) this.replay()
    this.fd = openSync(this.path, 'a', 0o600)
  }

  /** Applies one record and queues it for the journal. */
  commit(record: JournalRecord): void {
    applyRecord(this.state, record)
    this.pending.push(JSON.stringify(record))
  }

  /** Writes everything committed so far; returns after the operating system has it. */
  flush(): void {
    if (this.pending.length === 0) return
    const text = Buffer.from(`${this.pending.join('\n')}\n`)
    this.pending = []
    for (let done = 0; done < text.length; ) done += writeSync(this.fd, text, done)
  }

  /** Forgets everything, in memory and on disk. */
  clear(): void {
    this.pending = []
    this.state = new State()
    closeSync(this.fd)
    this.fd = openSync(this.path, 'w', 0o600)
  }

  close(): void {
    this.flush()
    closeSync(this.fd)
  }

  private replay(): void {
    let end = 0
    let lines = 0
    for (const entry of readLines(this.path)) {
      const record = JSON.parse(entry.line) as JournalRecord | ImageRecord
      if (!loadImage(this.state, record)) applyRecord(this.state, record)
      end = entry.end
      lines += 1
    }
    truncateSync(this.path, end)
    compactJournal(this.state, this.path, lines)
  }
}
