interface Count {
  count: number
  errors: number
  bytes: number
}

/** How often each route was called, how often it failed, and the bytes that went in and out. */
export class CallLog {
  private routes: Record<string, Count> = {}

  add(route: string, failed: boolean, bytes: number): void {
    const count = (this.routes[route] ??= { count: 0, errors: 0, bytes: 0 })
    count.count += 1
    count.bytes += bytes
    if (failed) count.errors += 1
  }

  clear(): void {
    this.routes = {}
  }

  /** Totals and counts by route. */
  report(): { total: number; routes: Record<string, Count> } {
    const total = Object.values(this.routes).reduce((sum, route) => sum + route.count, 0)
    return { total, routes: this.routes }
  }
}
