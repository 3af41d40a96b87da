import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'

/** What the contract's functions may do to the outside world. */
export interface Recorder {
  record(key: string, what: string, value?: unknown): Promise<void>
  count(key: string, what: string): Promise<number>
  /** Returns once the test has opened the gate. */
  waitForGate(key: string): Promise<void>
}

export function createRecorder(pool: Pool): Recorder {
  return {
    async record(key, what, value) {
      await pool.query('INSERT INTO contract.record (key, what, value) VALUES ($1, $2, $3)', [key, what, JSON.stringify(value ?? null)])
    },
    async count(key, what) {
      const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM contract.record WHERE key = $1 AND what = $2', [key, what])
      return rows[0]?.count ?? 0
    },
    async waitForGate(key) {
      while ((await pool.query('SELECT FROM contract.gate WHERE key = $1', [key])).rowCount === 0) await delay(20)
    },
  }
}
