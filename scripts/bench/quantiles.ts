/** The middle, the slowest in twenty, and the slowest of some times in milliseconds. */
export function quantiles(times: number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50_ms: at(0.5), p95_ms: at(0.95), max_ms: at(1) }
}
