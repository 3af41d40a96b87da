import 'server-only'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { ERROR_CODES, type ErrorCode } from '@/lib/errors'
import { requestRun } from './request-run'

/** Trouble that passes by itself, and a full Dropbox, where a person makes room without telling us. */
const PASSING = (Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) => ERROR_CODES[code].next === 'retry' || code === 'dropbox_full')

const MINUTE = 60_000

/** Waits 1, 2, 4 … minutes after each delayed run in a row, at most an hour. */
export const delayAfter = (delayedInARow: number) => Math.min(2 ** Math.max(0, delayedInARow - 1), 60) * MINUTE

/**
 * Queues a `retry` run for every live connection whose newest runs were stopped by passing trouble, once its wait is over.
 * Twice-safe: a queued or running run of the connection stands in the way of another. Returns what to send.
 */
export async function retryDelayedRuns(limit = 500): Promise<{ runId: string; connectionId: string; organizationId: string }[]> {
  const connections = await db().connection.findMany({
    where: { state: 'active', problem: { in: PASSING }, runs: { none: { state: { in: ['queued', 'running'] } } } },
    select: { id: true, organizationId: true, runs: { orderBy: { requestedAt: 'desc' }, take: 8, select: { problem: true, endedAt: true } } },
    orderBy: { problemSince: 'asc' },
    take: limit,
  })
  const requested = []
  for (const { id: connectionId, organizationId, runs } of connections) {
    const endedAt = runs[0]?.endedAt
    const firstGood = runs.findIndex((run) => run.problem === null)
    const inARow = firstGood < 0 ? runs.length : firstGood
    if (!endedAt || endedAt.getTime() + delayAfter(inARow) > now().getTime()) continue
    const { runId } = await requestRun({ organizationId, connectionId, trigger: 'retry' })
    requested.push({ runId, connectionId, organizationId })
  }
  return requested
}
