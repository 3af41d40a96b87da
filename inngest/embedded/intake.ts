import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { ulid } from 'ulid'
import { toJson } from './json'
import type { RunnerEvent } from './match'

/** The channel on which the owner hears that there is something to do. */
export const WAKE_CHANNEL = 'runner_wake'

interface GivenEvent {
  id?: string
  name: string
  data?: Record<string, unknown>
  ts?: number
  user?: unknown
}

/**
 * Completes what the SDK sent. An event without an id gets one derived from the request's seed, so that the SDK sending
 * the same request again stores nothing twice. Null when it is not a list of events.
 */
export function readEvents(body: unknown, seed: string | undefined): RunnerEvent[] | null {
  const given: unknown[] = Array.isArray(body) ? body : [body]
  if (!given.every(isGivenEvent)) return null
  return given.map((event, index) => ({
    id: event.id || (seed ? createHash('sha256').update(`${seed}:${index}`).digest('hex').slice(0, 26) : ulid()),
    name: event.name,
    data: event.data ?? {},
    ts: event.ts ?? Date.now(),
    ...(event.user === undefined ? {} : { user: event.user }),
  }))
}

function isGivenEvent(value: unknown): value is GivenEvent {
  if (typeof value !== 'object' || value === null) return false
  const { id, name, data, ts } = value as Record<string, unknown>
  const isText = (text: unknown) => typeof text === 'string' && !text.includes('\u0000')
  return (
    isText(name) && name !== '' && (id == null || isText(id)) && (data == null || typeof data === 'object') &&
    (ts === undefined || (typeof ts === 'number' && Math.abs(ts) < 8.64e15))
  )
}

/** Stores events and wakes the owner; a known id is left alone. `functionId` limits them to one function. */
export async function storeEvents(db: Pool | PoolClient, events: RunnerEvent[], functionId: string | null = null): Promise<void> {
  await db.query(
    `WITH stored AS (
       INSERT INTO runner.event (id, name, payload, function_id)
       SELECT id, name, payload::json, $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS given (id, name, payload)
       ON CONFLICT DO NOTHING RETURNING 1)
     SELECT pg_notify($5, '') FROM stored LIMIT 1`,
    [events.map((event) => event.id), events.map((event) => event.name), events.map(toJson), functionId, WAKE_CHANNEL],
  )
}
