/** Milliseconds since the epoch as the service writes times: UTC, whole seconds. */
export function wireTime(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`
}
