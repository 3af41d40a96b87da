import type { Moment } from '../state/types'

/** A moment as Qonto writes it: `2025-03-04T10:15:30.000Z`. */
export function iso(moment: Moment): string {
  return new Date(moment).toISOString()
}

export function isoOrNull(moment: Moment | null): string | null {
  return moment === null ? null : iso(moment)
}
