const DAY = 86_400_000

/** How far Paris is ahead of UTC at a moment, in milliseconds. */
function parisOffset(at: number): number {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' }).format(at)
  return Date.parse(`${wall.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000
}

/** A time of day in Paris, `days` days after today's date there. */
export function parisTime(time: string, days: number): Date {
  const today = new Date(Date.now() + parisOffset(Date.now()) + days * DAY).toISOString().slice(0, 10)
  const asUtc = Date.parse(`${today}T${time}Z`)
  return new Date(asUtc - parisOffset(asUtc))
}

/** The next time the minute hand stands at `minute`, counted from a moment. */
export function nextAtMinute(minute: number, after = Date.now()): Date {
  const hour = Math.floor(after / 3600_000) * 3600_000
  const at = hour + minute * 60_000
  return new Date(at > after ? at : at + 3600_000)
}

export const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY)
