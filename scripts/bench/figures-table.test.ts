import { expect, test } from 'vitest'
import { figuresTable, withTable } from './figures-table'

const figures = [
  { bench: 'transfer capped', n: 10_000, tool: 'ours', over_line: 1.1134, write_calls_per_receipt: 0.0187, above_idle_mb: 165, load: 1.04 },
  { bench: 'transfer capped', n: 10_000, tool: 'rclone v1.60.1', over_line: 11.2, write_calls_per_receipt: 2.03, load: 2 },
  { bench: 'quiet run', n: 50_000, seconds: 0.61, dropbox_calls: 1, qonto_calls: 5, load: 0.5 },
]

test('the table holds each figure with its size and load, its goal and what bounds it, and nothing that was not measured', () => {
  const table = figuresTable(figures, '2026-11-23')
  expect(table).toContain('| capped: wall time ÷ (bytes ÷ bandwidth) | 1.11 at 10,000 (load 1) | ≤ 1.25, aim 1.1 |')
  expect(table).toContain('| the same, rclone | 11.2 at 10,000 (load 2) |')
  expect(table).toContain('| quiet run | 1 and 5 calls, 0.61 s at 50,000 (load 0.5) |')
  expect(table).not.toContain('planner')
  expect(table).toMatch(/^2026-11-23, \d+ cores/)
})

test('a table replaces the one before it and leaves the text around it alone', () => {
  const first = withTable('# Measured\n\nText.\n', 'one')
  expect(withTable(first.replace('\n\n<!--', '\n\nBefore.\n\n<!--') + '\nAfter.\n', 'two')).toBe(
    '# Measured\n\nText.\n\nBefore.\n\n<!-- figures of npm run bench -->\ntwo\n<!-- end of the figures -->\n\nAfter.\n',
  )
})
