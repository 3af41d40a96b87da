import { db } from '@/lib/db'
import { env } from '@/lib/env'

/** `ok`, or a few words on what is wrong. */
export type Health = { status: 'ok' | 'failing'; checks: { database: string; jobs: string } }

/** State of the background work of this process, published by inngest/start-runner.ts. */
export type RunnerHandle = { state(): 'owner' | 'standby' | 'starting' | 'failed' }

const globals = globalThis as { __receiptsRunner?: RunnerHandle }

/** Asks the database, and the embedded runner when it is in use. Never throws. */
export async function checkHealth(): Promise<Health> {
  const checks = { database: await databaseCheck(), jobs: jobsCheck() }
  const isOk = Object.values(checks).every((check) => check === 'ok')
  return { status: isOk ? 'ok' : 'failing', checks }
}

async function databaseCheck(): Promise<string> {
  try {
    await db().$queryRaw`SELECT 1`
    return 'ok'
  } catch {
    return 'does not answer'
  }
}

function jobsCheck(): string {
  if (!env().EMBEDDED_RUNNER_PORT) return 'ok'
  const state = globals.__receiptsRunner?.state() ?? 'starting'
  return state === 'owner' || state === 'standby' ? 'ok' : state
}
