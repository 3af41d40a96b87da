interface RouteCalls {
  count: number
  errors: number
  bytes: number
}

/** Counts what callers did, by route: calls, replies of 400 and above or broken off, and body bytes in both directions. */
export class CallLog {
  private readonly routes = new Map<string, RouteCalls>()
  private total = 0

  record(route: string, failed: boolean, bytes: number): void {
    const calls = this.routes.get(route) ?? { count: 0, errors: 0, bytes: 0 }
    this.routes.set(route, calls)
    this.total += 1
    calls.count += 1
    calls.errors += failed ? 1 : 0
    calls.bytes += bytes
  }

  report(): { total: number; routes: Record<string, RouteCalls> } {
    return { total: this.total, routes: Object.fromEntries([...this.routes].sort(([a], [b]) => (a < b ? -1 : 1))) }
  }

  clear(): void {
    this.routes.clear()
    this.total = 0
  }
}
