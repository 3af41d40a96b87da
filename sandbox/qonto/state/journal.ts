import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Operation } from './operations'

const CHUNK = 1 << 20

/** The append-only record of every change. A line is in the file before its effect can be seen, so a kill loses nothing that was answered. */
export class Journal {
  private descriptor: number

  private constructor(private readonly path: string) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    this.descriptor = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o600)
  }

  /** Opens the journal, hands over every complete line in order and drops a line that a kill cut short. */
  static open(path: string, replay: (operation: Operation) => void): Journal {
    const journal = new Journal(path)
    journal.end = journal.read(replay)
    ftruncateSync(journal.descriptor, journal.end)
    return journal
  }

  private end = 0

  append(operation: Operation): void {
    const line = Buffer.from(`${JSON.stringify(operation)}\n`)
    let written = 0
    while (written < line.length) written += writeSync(this.descriptor, line, written, line.length - written, this.end + written)
    this.end += line.length
  }

  /** Forgets everything; the file is empty afterwards. */
  clear(): void {
    ftruncateSync(this.descriptor, 0)
    this.end = 0
  }

  close(): void {
    closeSync(this.descriptor)
  }

  private read(replay: (operation: Operation) => void): number {
    const chunk = Buffer.alloc(CHUNK)
    let rest = Buffer.alloc(0)
    let position = 0
    let complete = 0
    for (;;) {
      const count = readSync(this.descriptor, chunk, 0, CHUNK, position)
      if (count === 0) return complete
      position += count
      let data = Buffer.concat([rest, chunk.subarray(0, count)])
      for (let newline = data.indexOf(10); newline >= 0; newline = data.indexOf(10)) {
        replay(JSON.parse(data.subarray(0, newline).toString('utf8')) as Operation)
        complete += newline + 1
        data = data.subarray(newline + 1)
      }
      rest = data
    }
  }
}
