import type { Moment } from './types'

/** The bank's clock: real time, or a moment set through the control API that goes on ticking from there. */
export class Clock {
  private offset = 0

  now(): Moment {
    return Date.now() + this.offset
  }

  /** Sets the clock to `moment`; null goes back to real time. */
  set(moment: Moment | null): void {
    this.offset = moment === null ? 0 : moment - Date.now()
  }
}
