import { concurrencyLimits, type FunctionConfig } from './match'
import type { Job } from './settle'

/** Counts the calls under way per concurrency key. As in Inngest calls count, not runs: a run that waits takes no place. */
export class Slots {
  private readonly used = new Map<string, { count: number; limit: number }>()

  /** Takes a place under each of the job's keys, or none and false when one of them is full. The end of a sleep is no call. */
  take(job: Job, config: FunctionConfig | undefined): boolean {
    if (job.isSleep) return true
    const limits = config ? concurrencyLimits(config) : []
    const places = job.keys.map((key, index) => ({ key, limit: limits[index]?.limit || Infinity, count: this.used.get(key)?.count ?? 0 }))
    if (places.some(({ count, limit }) => count >= limit)) return false
    for (const { key, limit, count } of places) this.used.set(key, { limit, count: count + 1 })
    return true
  }

  giveBack(job: Job): void {
    if (job.isSleep) return
    for (const key of job.keys) {
      const place = this.used.get(key)
      if (place && place.count > 1) place.count -= 1
      else this.used.delete(key)
    }
  }

  fullKeys(): string[] {
    return [...this.used].filter(([, { count, limit }]) => count >= limit).map(([key]) => key)
  }
}
