import type { Moment } from '../state/types'

const LIFE_MS = 10 * 60_000

export interface Code {
  grantId: string
  clientId: string
  redirectUri: string
  challenge: { value: string; method: 'S256' | 'plain' } | null
  expiresAt: Moment
  used: boolean
}

/** Authorization codes: ten minutes, one use. They live in memory only, so that a restart ends them. */
export class Codes {
  private readonly codes = new Map<string, Code>()

  add(code: string, fields: Omit<Code, 'expiresAt' | 'used'>, now: Moment): void {
    this.codes.set(code, { ...fields, expiresAt: now + LIFE_MS, used: false })
  }

  get(code: string): Code | undefined {
    return this.codes.get(code)
  }
}
