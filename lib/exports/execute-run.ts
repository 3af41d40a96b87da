import 'server-only'
import { toAppError } from '@/lib/errors'
import { beginRun } from './begin-run'
import type { RunEnd } from './end-run'
import { failRun } from './fail-run'
import { runFinish } from './run-finish'
import { runInventory } from './run-inventory'
import { runReconcile } from './run-reconcile'
import { runUploadPage, UPLOAD_PAGE } from './run-upload-page'

/**
 * A whole run in a row: what the background function does in steps. Null when the run is not ours to execute (see beginRun).
 * Trouble ends the run with its cause instead of being thrown.
 */
export async function executeRun(runId: string): Promise<RunEnd['outcome'] | null> {
  const ref = await beginRun(runId)
  if (!ref) return null
  try {
    await runInventory(ref)
    await runReconcile(ref)
    while ((await runUploadPage(ref, UPLOAD_PAGE)).remaining > 0) continue
    return await runFinish(ref)
  } catch (thrown) {
    await failRun(ref, thrown)
    const error = toAppError(thrown)
    return error.code === 'unexpected' ? 'failed' : error.next === 'retry' ? 'owed_remaining' : 'stopped'
  }
}
