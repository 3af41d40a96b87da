import { db } from '@/lib/db'
import type { Finding } from './present'

/** Whether the database answers, how fast, and which it is. */
export async function checkDatabase(): Promise<Finding> {
  try {
    const startedAt = performance.now()
    const [row] = await db().$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`
    const values = { version: row?.version.split(' ')[0] ?? '', ms: Math.max(1, Math.round(performance.now() - startedAt)) }
    return { check: 'database', code: 'database_ok', values }
  } catch {
    return { check: 'database', code: 'database_down', values: {} }
  }
}
