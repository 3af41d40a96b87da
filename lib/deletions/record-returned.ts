import 'server-only'
import type { Tx } from '@/lib/db'
import { pathKey } from '@/lib/dropbox/paths'
import type { RunRef } from '@/lib/exports/run-ref'
import { recordOwedAgain } from '@/lib/exports/states'
import type { Verdicts } from './decide'

/** done → owed: the file was deleted at Dropbox. Its path follows moves of its folders; one that another export holds stays with that. */
export async function recordReturned(tx: Tx, ref: RunRef, returned: Verdicts['returned']): Promise<void> {
  if (returned.length === 0) return
  await recordOwedAgain(tx, ref, 'returned', returned.map((one) => one.export.id))
  const followed = returned.filter((one) => one.path !== one.export.path)
  const ids = followed.map((one) => one.export.id)
  const paths = followed.map((one) => one.path)
  await tx.$executeRaw`
    UPDATE "Export" e SET path = f.path, "pathKey" = NULL FROM unnest(${ids}::text[], ${paths}::text[]) AS f(export, path)
    WHERE e.id = f.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'owed'`
  await tx.$executeRaw`
    UPDATE "Export" e SET "pathKey" = f.key FROM unnest(${ids}::text[], ${paths.map(pathKey)}::text[]) AS f(export, key)
    WHERE e.id = f.export AND e."connectionId" = ${ref.connectionId} AND e.state = 'owed'
      AND NOT EXISTS (SELECT 1 FROM "Export" o WHERE o."connectionId" = ${ref.connectionId} AND o."pathKey" = f.key)`
}
