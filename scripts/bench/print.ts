const round = (value: unknown) => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value)

/** One figure as a line of JSON on standard output. */
export function print(bench: string, fields: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ bench, ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, round(value)])) })}\n`)
}
