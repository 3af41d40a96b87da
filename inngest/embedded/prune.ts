import type { Pool } from 'pg'

/** Forgets runs that ended more than 14 days ago and events older than 7 days: their ids may then trigger again. */
export async function pruneHistory(pool: Pool): Promise<void> {
  await pool.query(`DELETE FROM runner.run WHERE ended_at < now() - interval '14 days'`)
  await pool.query(`DELETE FROM runner.event WHERE received_at < now() - interval '7 days' AND matched_at IS NOT NULL`)
}
