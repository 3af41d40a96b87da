import type { Moment } from '../state/types'

/** An amount with two decimals and the euro sign. */
export function euros(cents: number): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(cents / 100)
}

/** Year, month and day in UTC. */
export function dayOf(moment: Moment): string {
  return new Date(moment).toISOString().slice(0, 10)
}

/** A size in kB or MB. */
export function fileSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
