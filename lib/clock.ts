import { readFileSync } from 'node:fs'

/**
 * The app's clock: real time, moved by the offset in CLOCK_FILE when that is set (tests and demonstrations; lib/env.ts
 * refuses it with real keys). Everything the product decides by time asks here; signatures and sessions use real time.
 */
export function now(): Date {
  const file = process.env.CLOCK_FILE
  if (!file) return new Date()
  try {
    const { offsetMs } = JSON.parse(readFileSync(file, 'utf8')) as { offsetMs?: number }
    return new Date(Date.now() + (offsetMs ?? 0))
  } catch {
    return new Date()
  }
}
