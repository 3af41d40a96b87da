import { db } from '@/lib/db'
import { env } from '@/lib/env'

/** `ok`, or a few words on what is wrong. */
export type Health = { status: 'ok' | 'failing'; checks: { database: string; jobs: string } }

const PATIENCE_MS = 2000

/** Asks the database, and the embedded runner when it is in use, whichever process it runs in. Never throws, and answers soon. */
export async function checkHealth(): Promise<Health> {
  const [database, jobs] = await Promise.all([databaseCheck(), jobsCheck()])
  const checks = { database, jobs }
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

async function jobsCheck(): Promise<string> {
  const { EMBEDDED_RUNNER_PORT: port } = env()
  if (!port) return 'ok'
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    await reply.text()
    return reply.ok ? 'ok' : 'failing'
  } catch {
    return 'does not answer'
  }
}
