import type { FaultKind } from './fault-kinds'

/** One rule of the fault plan. Without `route` or `account` it concerns all; `route` may end in `*`. */
export interface Fault {
  kind: FaultKind
  route?: string
  /** Account id or e-mail. */
  account?: string
  /** Fires at every n-th matching call (default 1: each). */
  every?: number
  /** Fires at most this often; then the rule is spent. */
  times?: number
  /** Lets this many matching calls pass first. */
  after?: number
  /** Seconds, for the 429 kinds. */
  retry_after?: number
  /** HTTP status of `server_error` (default 503). */
  status?: number
  /** Milliseconds of `slow_reply` (default 2000). */
  ms?: number
  /** How many recent changes `stale_listing` hides (default 1000). */
  changes?: number
}

interface Rule extends Fault {
  seen: number
  fired: number
}

/** The fault plan: which calls go wrong, and how. */
export class Faults {
  private rules: Rule[] = []

  set(faults: Fault[]): void {
    this.rules = faults.map((fault) => ({ ...fault, seen: 0, fired: 0 }))
  }

  add(fault: Fault): void {
    this.rules.push({ ...fault, seen: 0, fired: 0 })
  }

  /** The plan with how often each rule matched and fired. */
  get list(): Readonly<Rule>[] {
    return this.rules
  }

  /** The first rule of these kinds that fires for this call; each matching rule counts the call. */
  take(kinds: ReadonlySet<FaultKind>, route: string, accountNames: readonly string[]): Fault | null {
    if (this.rules.length === 0) return null
    let hit: Rule | null = null
    for (const rule of this.rules) {
      if (!kinds.has(rule.kind) || !matches(rule, route, accountNames)) continue
      rule.seen += 1
      const turn = rule.seen - (rule.after ?? 0)
      if (hit || turn <= 0 || turn % (rule.every ?? 1) !== 0 || rule.fired >= (rule.times ?? Infinity)) continue
      rule.fired += 1
      hit = rule
    }
    return hit
  }
}

function matches(rule: Fault, route: string, accountNames: readonly string[]): boolean {
  if (rule.account !== undefined && !accountNames.includes(rule.account)) return false
  if (rule.route === undefined) return true
  return rule.route.endsWith('*') ? route.startsWith(rule.route.slice(0, -1)) : rule.route === route
}
