import { cpus } from 'node:os'

/** One figure as print() takes it. */
export type Figure = Record<string, unknown> & { bench: string }

type Row = { what: string; bench: string; value: (figure: Figure) => string | null; goal: string; bound: string }

const number = (value: unknown, digits = 3) => (typeof value === 'number' ? String(Number(value.toPrecision(digits))) : null)
const has = (text: string | null, unit: string) => (text === null ? null : `${text}${unit}`)
const isOurs = ({ tool }: Figure) => tool === 'ours'
const ours = (value: Row['value']): Row['value'] => (figure) => (isOurs(figure) ? value(figure) : null)
const peers = (value: Row['value']): Row['value'] => (figure) => (isOurs(figure) ? null : value(figure))

/** What of the figures is judged, by what, and what keeps it from being better. */
const ROWS: Row[] = [
  { what: 'Dropbox write calls per receipt', bench: 'transfer capped', value: ours((f) => number(f.write_calls_per_receipt)), goal: '≤ 0.03, aim 0.015', bound: 'bytes a call' },
  { what: 'the same, rclone', bench: 'transfer capped', value: peers((f) => number(f.write_calls_per_receipt)), goal: '', bound: '' },
  { what: 'capped: wall time ÷ (bytes ÷ bandwidth)', bench: 'transfer capped', value: ours((f) => number(f.over_line)), goal: '≤ 1.25, aim 1.1', bound: 'the line; then the first calls and the last commit' },
  { what: 'the same, rclone', bench: 'transfer capped', value: peers((f) => number(f.over_line)), goal: '', bound: '' },
  { what: 'capped: memory above idle', bench: 'transfer capped', value: ours((f) => has(number(f.above_idle_mb), ' MB')), goal: '≤ 200 MB, aim 100', bound: 'bytes in flight' },
  { what: 'not capped: ours ÷ rclone', bench: 'transfer not capped', value: peers((f) => number(f.ours_over_rclone)), goal: '≤ 0.4, aim 0.15', bound: 'the latency of a call' },
  { what: 'not capped: receipts a second', bench: 'transfer not capped', value: ours((f) => number(f.receipts_per_second)), goal: '', bound: 'processor' },
  { what: 'memory above idle', bench: 'memory', value: (f) => has(number(f.above_idle_mb), ' MB'), goal: '≤ 200 MB, flat, aim 100', bound: 'bytes in flight' },
  { what: 'quiet run', bench: 'quiet run', value: (f) => `${number(f.dropbox_calls)} and ${number(f.qonto_calls)} calls, ${number(f.seconds)} s`, goal: '≤ 3 and ≤ 5, < 1 s, aim 1', bound: 'latency of the calls' },
  { what: 'planner', bench: 'planner', value: (f) => has(number(f.seconds), ' s'), goal: '1,000,000 in < 5 s, aim 2', bound: 'processor' },
  { what: 'restart after kill -9: committed bytes sent again', bench: 'restart', value: (f) => has(number(f.mb_committed_sent_again), ' MB'), goal: 'one batch, aim 0', bound: 'what was under way' },
  { what: 'refused calls: share of the others that was wasted', bench: 'refusals', value: (f) => `${number(Number(f.wasted_share) * 100)} % with ${number(Number(f.refused_share) * 100)} % refused`, goal: '< 10 % at 30 %', bound: '' },
]

const BEGIN = '<!-- figures of npm run bench -->'
const END = '<!-- end of the figures -->'

/** The figures that have a goal as a table, with the number of receipts and the load of the machine behind each, and the machine. */
export function figuresTable(figures: Figure[], day: string): string {
  const lines = ROWS.flatMap(({ what, bench, value, goal, bound }) => {
    const measured = figures.filter((figure) => figure.bench === bench).flatMap((figure) => {
      const text = value(figure)
      return text === null ? [] : [`${text} at ${Number(figure.n).toLocaleString('en')} (load ${number(figure.load, 2)})`]
    })
    return measured.length === 0 ? [] : [`| ${what} | ${measured.join(' · ')} | ${goal} | ${bound} |`]
  })
  const all = cpus()
  const machine = `${day}, ${all.length} cores (${all[0]?.model.trim() || 'unnamed'}), Node ${process.versions.node}.`
  return [machine, '', '| what | measured | goal | bound by |', '| --- | --- | --- | --- |', ...lines].join('\n')
}

/** The text with the table in its place: between the two marks, or at the end where there are none. */
export function withTable(text: string, table: string): string {
  const block = `${BEGIN}\n${table}\n${END}`
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  return from < 0 || to < from ? `${text.trimEnd()}\n\n${block}\n` : text.slice(0, from) + block + text.slice(to + END.length)
}
