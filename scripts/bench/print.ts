import { loadavg } from 'node:os'
import type { Figure } from './figures-table'

const round = (value: unknown) => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value)

/** What was printed so far. */
export const printed: Figure[] = []

/** One figure as a line of JSON on standard output, with the machine's load of the last minute: figures taken on a busy machine say so. */
export function print(bench: string, fields: Record<string, unknown>): void {
  const figure = { bench, ...Object.fromEntries(Object.entries({ ...fields, load: loadavg()[0] }).map(([key, value]) => [key, round(value)])) }
  printed.push(figure)
  process.stdout.write(`${JSON.stringify(figure)}\n`)
}
